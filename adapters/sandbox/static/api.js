// What the page asks of its server. Every failure becomes one sentence that can be shown.

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  if (answer.ok) return;
  const body = await answer.json().catch(() => null);
  throw new Error(body?.error?.message ?? `The sandbox answered with error ${answer.status}.`);
}

export function postForm(path, fields, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return ask(path, { method: "POST", body: form });
}

export function remove(message, who) {
  const query = new URLSearchParams({ as: who });
  return ask(`/sandbox/messages/${encodeURIComponent(message)}?${query}`, { method: "DELETE" });
}

export function press(message, who, action) {
  return ask("/sandbox/press", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: who, message, action }),
  });
}
