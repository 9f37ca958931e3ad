// How one message looks. Words are only ever set as text, never as markup.

// What stands between isolating marks does not decide (UAX #9, rule P2).
const ISOLATED = /[\u2066-\u2068][^\u2069]*\u2069?/gu;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export function putMessage(log, message, context) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const follow = () => atEnd && toEnd(log);
  const fresh = element(message, context, follow);
  const old = find(log, message.id);
  if (old) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    forgetPictures(old);
    old.replaceWith(fresh);
    if (focused) (fresh.querySelector(`[data-does="${focused.dataset.does}"]`) ?? log).focus();
  } else {
    log.append(fresh);
  }
  follow();
}

export function dropMessage(log, id) {
  const old = find(log, id);
  if (!old) return;
  // Whoever stood on one of its buttons is left in the list and not at the top of the page.
  if (old.contains(document.activeElement)) log.focus();
  forgetPictures(old);
  old.remove();
}

export function clearLog(log) {
  forgetPictures(log);
  log.replaceChildren();
}

function forgetPictures(node) {
  for (const picture of node.querySelectorAll("img")) {
    picture.removeAttribute("src");
    picture.remove();
  }
}

function find(log, id) {
  return [...log.children].find((child) => child.dataset.id === id);
}

function toEnd(log) {
  const last = log.lastElementChild;
  const tall = last && last.offsetHeight > log.clientHeight;
  // Of a message that does not fit, the beginning is what has to be read first.
  log.scrollTop = tall ? last.offsetTop - log.offsetTop - 8 : log.scrollHeight;
}

function element(message, context, onPicture) {
  const mine = message.author.id === context.me && !message.author.bot;
  const node = make("article", message.author.bot ? "message bot" : mine ? "message mine" : "message");
  node.dataset.id = message.id;
  node.append(face(message.author));
  const body = make("div", "body");
  body.append(head(message, mine));
  if (message.private && context.kind === "adults") {
    body.append(make("p", "only-you", "Only you can see this."));
  }
  if (message.reply_to) body.append(quote(context.find(message.reply_to)));
  for (const file of message.files) body.append(media(file, message, onPicture));
  if (message.hidden_files) {
    body.append(make("p", "hidden-files", "(a file, which is not shown here)"));
  }
  if (message.text) body.append(words(message));
  if (message.buttons.length) body.append(botButtons(message, context));
  if (context.kind === "class" && !message.author.bot) body.append(ownButtons(message, context, mine));
  node.append(body);
  return node;
}

function head(message, mine) {
  const line = make("p", "head");
  line.append(make("b", "", mine ? `${message.author.name} (you)` : message.author.name), " ");
  const time = make("time", "", clock.format(new Date(message.at)));
  time.dateTime = message.at;
  line.append(time);
  if (message.edited) line.append(" ", make("span", "edited", "edited"));
  return line;
}

function words(message) {
  const lines = message.text.split("\n");
  const block = make("p", "text");
  const headed = message.author.bot && lines.length > 2;
  block.append(...lines.map((line, index) => directed(make("span", headed && !index ? "lead" : "", line))));
  return block;
}

function face(author) {
  const circle = make("span", author.bot ? "face shield" : "face");
  circle.setAttribute("aria-hidden", "true");
  if (author.bot) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#shield");
    svg.append(use);
    circle.append(svg);
  } else {
    circle.textContent = author.name.slice(0, 1).toUpperCase();
    circle.dataset.hue = [...author.id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 4;
  }
  return circle;
}

function quote(message) {
  const words = message ? message.text || "a picture" : "a message that is gone";
  const line = make("p", "quote");
  line.append(
    make("span", "sr", "In reply to "),
    message ? `${message.author.name}: ` : "",
    words.length > 80 ? `${words.slice(0, 80)}…` : words,
  );
  return line;
}

function media(file, message, onPicture) {
  const address = `/sandbox/media/${encodeURIComponent(file.id)}`;
  if (file.picture) {
    const picture = make("img", "picture");
    picture.addEventListener("load", onPicture);
    // A damaged picture is offered as the file that it is. One that was taken down before it
    // could be loaded goes with its message.
    picture.addEventListener("error", () => picture.replaceWith(link(file, address)));
    picture.alt = `Picture from ${message.author.name}`;
    picture.src = address;
    return picture;
  }
  return link(file, address);
}

function link(file, address) {
  const node = make("a", "file-link", `${file.name || "File"} (${size(file.size)})`);
  node.href = address;
  node.setAttribute("download", file.name || "file");
  return node;
}

function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function botButtons(message, context) {
  const row = make("div", "buttons");
  for (const button of message.buttons) {
    row.append(directed(action(button.label, button.action, () => context.onPress(message, button), "")));
  }
  return row;
}

function ownButtons(message, context, mine) {
  const row = make("div", "tools");
  const about = `${message.author.name}’s message of ${clock.format(new Date(message.at))}`;
  const add = (label, act) => row.append(action(label, label, act, about));
  add("Reply", () => context.onReply(message));
  if (mine) add("Edit", () => context.onEdit(message));
  if (mine || context.admin) add("Delete", () => context.onDelete(message));
  return row;
}

function action(label, does, act, about) {
  const button = make("button", about ? "quiet" : "", label);
  button.type = "button";
  button.dataset.does = does;
  if (about) button.append(make("span", "sr", label === "Reply" ? ` to ${about}` : ` ${about}`));
  button.addEventListener("click", act);
  return button;
}

// A line of Arabic or Hebrew runs from right to left, whatever stands in it; so does its button.
function directed(node) {
  const first = node.textContent.replace(ISOLATED, "").match(/\p{Letter}/u);
  if (first && RIGHT_TO_LEFT.test(first[0])) node.dir = "rtl";
  return node;
}

function make(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}
