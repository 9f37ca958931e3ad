// The class chat's composer: text, files by button, drop or paste, and reply or edit.

const byId = (id) => document.getElementById(id);

export function openComposer({ form, pane, send, announce }) {
  const input = byId("class-text");
  const chooser = byId("class-file");
  const list = byId("draft-files");
  const problem = byId("class-problem");
  const bar = byId("context");
  const draft = { files: [], previews: new Map(), replyTo: null, editing: null };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!input.value.trim() && !draft.files.length && !draft.editing) {
      problem.textContent = "Write something or add a picture.";
      return;
    }
    form.setAttribute("aria-busy", "true");
    try {
      await send({ ...draft, text: input.value });
      reset();
      announce("Sent.");
    } catch (error) {
      problem.textContent = error.message;
    } finally {
      form.removeAttribute("aria-busy");
      input.focus();
    }
  });
  chooser.addEventListener("change", () => {
    addFiles(chooser.files);
    chooser.value = "";
  });
  byId("context-cancel").addEventListener("click", () => {
    reset();
    input.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (draft.replyTo || draft.editing)) reset();
  });
  input.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      addFiles(event.clipboardData.files);
    }
  });
  wireDrop();

  function addFiles(files) {
    for (const file of files) {
      draft.files.push(file);
      if (file.type.startsWith("image/")) draft.previews.set(file, URL.createObjectURL(file));
    }
    problem.textContent = "";
    showFiles();
    announce(`${draft.files.length} in your message.`);
    input.focus();
  }

  function showFiles() {
    list.replaceChildren(...draft.files.map(item));
    list.hidden = !draft.files.length;
  }

  function item(file) {
    const entry = document.createElement("li");
    const preview = draft.previews.get(file);
    if (preview) {
      const picture = document.createElement("img");
      picture.src = preview;
      picture.alt = "";
      entry.append(picture);
    }
    const name = document.createElement("span");
    name.textContent = file.name;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Remove";
    button.setAttribute("aria-label", `Remove ${file.name}`);
    button.addEventListener("click", () => {
      release(file);
      draft.files = draft.files.filter((other) => other !== file);
      showFiles();
      input.focus();
    });
    entry.append(name, button);
    return entry;
  }

  function release(file) {
    // Without this the browser keeps the picture in memory until the tab is closed.
    if (draft.previews.has(file)) URL.revokeObjectURL(draft.previews.get(file));
    draft.previews.delete(file);
  }

  function reset() {
    for (const file of draft.files) release(file);
    Object.assign(draft, { files: [], replyTo: null, editing: null });
    input.value = "";
    problem.textContent = "";
    bar.hidden = true;
    showFiles();
  }

  function showContext(text) {
    byId("context-text").textContent = text;
    bar.hidden = false;
    input.focus();
  }

  function reply(message) {
    reset();
    draft.replyTo = message.id;
    showContext(`Replying to ${message.author.name}`);
  }

  function edit(message) {
    reset();
    draft.editing = message.id;
    input.value = message.text;
    showContext(
      message.files.length
        ? "Editing your message. Add a picture to swap the one that is there."
        : "Editing your message.",
    );
  }

  // A message that is gone can be neither answered nor edited.
  function forget(id) {
    if (draft.replyTo === id || draft.editing === id) reset();
  }

  function wireDrop() {
    let depth = 0;
    const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");
    const mark = () => pane.classList.toggle("dropping", depth > 0);
    pane.addEventListener("dragenter", (event) => {
      if (!holdsFiles(event)) return;
      depth += 1;
      mark();
    });
    pane.addEventListener("dragleave", () => {
      depth = Math.max(0, depth - 1);
      mark();
    });
    pane.addEventListener("drop", (event) => {
      depth = 0;
      mark();
      addFiles(event.dataTransfer.files);
    });
    // A picture dropped beside the chat must not replace the page.
    for (const name of ["dragover", "drop"]) {
      window.addEventListener(name, (event) => {
        if (holdsFiles(event)) event.preventDefault();
      });
    }
  }

  return { reply, edit, reset, forget };
}
