// The page's main path: follow the live feed, show each change, send what people do.
// The server's state is the only truth; nothing is shown before the server says that it stands.

import { openComposer } from "/sandbox/composer.js";
import { postForm, press, remove } from "/sandbox/api.js";
import { clearLog, dropMessage, putMessage } from "/sandbox/render.js";

const RETRY_MS = [500, 1000, 2000, 4000];
const byId = (id) => document.getElementById(id);

const logs = { class: byId("class-log"), private: byId("private-log"), adults: byId("adults-log") };
const state = { me: null, adult: null, chats: new Map(), socket: null, tries: 0 };

const composer = openComposer({
  form: byId("class-form"),
  pane: byId("class-pane"),
  send: sendFromClass,
  announce,
});

// --- the live feed

function connect() {
  const query = new URLSearchParams();
  for (const id of [state.me, state.adult]) if (id) query.append("as", id);
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}/sandbox/live?${query}`);
  state.socket = socket;
  socket.addEventListener("message", (event) => {
    if (socket === state.socket) receive(JSON.parse(event.data));
  });
  socket.addEventListener("close", () => {
    if (socket === state.socket) lose();
  });
}

function lose() {
  showConnection("lost", "Not connected: what you see may be old");
  const wait = RETRY_MS[Math.min(state.tries, RETRY_MS.length - 1)];
  state.tries += 1;
  setTimeout(connect, wait);
}

function receive(news) {
  if (news.type === "snapshot") takeSnapshot(news);
  const chat = state.chats.get(news.chat);
  if (!chat) return;
  const log = logs[chat.kind];
  if (news.type === "message") {
    chat.messages.set(news.message.id, news.message);
    if (isShown(chat)) putMessage(log, news.message, context(chat));
  } else if (news.type === "gone") {
    const message = chat.messages.get(news.message);
    chat.messages.delete(news.message);
    composer.forget(news.message);
    if (message && isShown(chat)) {
      dropMessage(log, news.message);
      announce("A message was removed.");
    }
  }
}

function takeSnapshot(news) {
  state.tries = 0;
  state.chats = new Map(
    news.chats.map((chat) => [
      chat.id,
      { ...chat, messages: new Map(chat.messages.map((message) => [message.id, message])) },
    ]),
  );
  const group = chatOf("class");
  state.me = news.viewers.find((id) => group?.members.some((member) => member.id === id)) ?? null;
  state.adult = news.viewers.find((id) => id !== state.me) ?? null;
  byId("test-card").hidden = !news.test_card;
  showPeople(group);
  for (const kind of Object.keys(logs)) showChat(kind);
  byId("app").hidden = false;
  showConnection("live", "Connected, live");
}

function showChat(kind) {
  const log = logs[kind];
  log.setAttribute("aria-busy", "true");
  clearLog(log);
  const chat = chatOf(kind);
  for (const message of chat?.messages.values() ?? []) putMessage(log, message, context(chat));
  log.removeAttribute("aria-busy");
}

function chatOf(kind) {
  return [...state.chats.values()].find((chat) => chat.kind === kind);
}

function isShown(chat) {
  return chatOf(chat.kind) === chat;
}

function context(chat) {
  const me = chat.kind === "adults" ? state.adult : state.me;
  const admin = chat.members.some((member) => member.id === me && member.admin);
  return {
    kind: chat.kind,
    me,
    admin,
    find: (id) => chat.messages.get(id),
    onReply: (message) => composer.reply(message),
    onEdit: (message) => composer.edit(message),
    onDelete: (message) => attempt(`${chat.kind}-problem`, () => remove(message.id, me)),
    onPress: (message, button) =>
      attempt(`${chat.kind}-problem`, async () => {
        await press(message.id, me, button.action);
        announce(`Sent: ${button.label}`);
      }),
  };
}

// --- who am I

function showPeople(group) {
  const row = byId("who");
  const members = group?.members ?? [];
  byId("class-title").textContent = group?.title ?? "Class chat";
  const me = members.find((member) => member.id === state.me);
  byId("private-who").textContent = me ? `Notes from Upstander to ${me.name}.` : "";
  const asShown = [...row.querySelectorAll("input")].map((input) => input.value).join();
  if (asShown !== members.map((member) => member.id).join()) {
    row.replaceChildren(...members.map(segment));
  }
  for (const input of row.querySelectorAll("input")) input.checked = input.value === state.me;
}

function segment(member) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "radio";
  input.name = "who";
  input.value = member.id;
  input.addEventListener("change", () => become(member.id));
  const text = document.createElement("span");
  text.textContent = member.admin ? `${member.name} (class admin)` : member.name;
  label.append(input, text);
  return label;
}

function become(id) {
  state.me = id;
  composer.reset();
  const url = new URL(location.href);
  url.searchParams.set("as", id);
  history.replaceState(null, "", url);
  const old = state.socket;
  connect();
  old?.close();
}

// --- what people do

async function sendFromClass(draft) {
  const group = chatOf("class");
  if (!group) throw new Error("There is no class chat here.");
  const fields = { as: state.me, chat: group.id, text: draft.text };
  if (draft.replyTo) fields.reply_to = draft.replyTo;
  const path = draft.editing
    ? `/sandbox/messages/${encodeURIComponent(draft.editing)}/edit`
    : "/sandbox/messages";
  await postForm(path, fields, draft.files);
}

function wirePlainForm(kind, who) {
  const form = byId(`${kind}-form`);
  const input = byId(`${kind}-text`);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    const chat = chatOf(kind);
    if (!text || !chat) return;
    attempt(`${kind}-problem`, async () => {
      await postForm("/sandbox/messages", { as: who(), chat: chat.id, text }, []);
      input.value = "";
    });
  });
}

async function postTestCard() {
  const answer = await fetch("/sandbox/test-card.png", { cache: "no-store" });
  if (!answer.ok) throw new Error("The test card could not be fetched.");
  const card = new File([await answer.blob()], "test-card.png", { type: "image/png" });
  await sendFromClass({ text: "", files: [card] });
}

async function attempt(place, action) {
  const problem = byId(place);
  try {
    await action();
    problem.textContent = "";
  } catch (error) {
    problem.textContent = error.message;
  }
}

// --- small things

function showConnection(kind, text) {
  const pill = byId("connection");
  pill.hidden = false;
  pill.dataset.state = kind;
  if (pill.textContent !== text) pill.textContent = text;
}

function announce(text) {
  // Emptied first, so that the same words twice are read twice.
  byId("announcer").textContent = "";
  requestAnimationFrame(() => {
    byId("announcer").textContent = text;
  });
}

state.me = new URLSearchParams(location.search).get("as");
if (state.me) state.adult = "lead";
wirePlainForm("private", () => state.me);
wirePlainForm("adults", () => state.adult);
byId("test-card").addEventListener("click", () => attempt("class-problem", postTestCard));
showConnection("waiting", "Connecting…");
connect();
