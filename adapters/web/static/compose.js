// Writing: the box at the bottom, the box under a thread, and changing one's own words.

import { announce, here, me, newId, send, showProblem } from "./net.js";
import { toEnd } from "./feed.js";
import { ask } from "./dialogs.js";

const draftKey = `liaison:draft:${me}:${here}`;
const LONGEST = 40_000;

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 240)}px`;
}

function keepDraft(words) {
  try {
    if (words) sessionStorage.setItem(draftKey, words);
    else sessionStorage.removeItem(draftKey);
  } catch {
    // Without storage a draft lives as long as its page.
  }
}

// Enter sends, Shift and Enter makes a new line; Enter that ends a word in an input method does neither.
function onEnter(box, submit) {
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
}

// Sends what is in a box and empties it once the server has it. The same words keep their id until then.
function sender(box, request, done) {
  let id = newId();
  let busy = false;
  box.addEventListener("input", () => {
    if (!busy) id = newId();
  });
  return async () => {
    const text = box.value;
    if (busy || !text.trim()) return;
    if (text.length > LONGEST) {
      showProblem(`A message can hold ${LONGEST.toLocaleString("en")} characters; this one has ${text.length.toLocaleString("en")}. Nothing was sent, and your words are still here.`);
      return;
    }
    busy = true;
    const answer = await request(text, id);
    busy = false;
    showProblem(answer.ok ? "" : answer.problem);
    if (!answer.ok) return;
    id = newId();
    if (box.value === text) box.value = "";
    grow(box);
    done(answer.data);
  };
}

function startComposer(form) {
  const box = form.querySelector("textarea");
  const submit = sender(
    box,
    (text, id) => send("POST", "/messages", { text, id }),
    () => {
      keepDraft("");
      toEnd();
    },
  );
  try {
    box.value = sessionStorage.getItem(draftKey) || "";
  } catch {
    box.value = "";
  }
  grow(box);
  box.addEventListener("input", () => {
    grow(box);
    keepDraft(box.value);
  });
  onEnter(box, submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
    box.focus();
  });
  document.querySelector("[data-examples]")?.addEventListener("click", (event) => {
    const words = event.target.closest("[data-example]")?.dataset.example;
    if (!words) return;
    box.value = words;
    box.dispatchEvent(new Event("input"));
    box.focus();
  });
  if (window.matchMedia("(hover: hover)").matches) box.focus({ preventScroll: true });
}

// A small box of its own, put where `place` says, that goes away by Escape or Cancel.
function openBox({ label, text, button, place, request, back }) {
  const form = document.createElement("form");
  const box = document.createElement("textarea");
  const row = document.createElement("div");
  const cancel = document.createElement("button");
  const go = document.createElement("button");
  form.className = "inline";
  row.className = "buttons end";
  Object.assign(box, { value: text, rows: 2, dir: "auto" });
  box.setAttribute("aria-label", label);
  Object.assign(cancel, { type: "button", className: "button plain", textContent: "Cancel" });
  Object.assign(go, { type: "submit", className: "button primary", textContent: button });
  row.append(cancel, go);
  form.append(box, row);
  place(form);
  const close = () => {
    form.remove();
    back();
  };
  const submit = sender(box, request, close);
  onEnter(box, submit);
  box.addEventListener("input", () => grow(box));
  box.addEventListener("keydown", (event) => event.key === "Escape" && close());
  cancel.addEventListener("click", close);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  grow(box);
  box.focus();
}

function reply(button) {
  const post = button.closest(".post");
  const answer = button.closest(".answer");
  button.hidden = true;
  button.setAttribute("aria-expanded", "true");
  openBox({
    label: `Reply to ${post.querySelector(".name").textContent}`,
    text: "",
    button: "Reply",
    place: (form) => answer.append(form),
    request: (text, id) => send("POST", "/messages", { text, id, thread: post.dataset.id }),
    back: () => {
      button.hidden = false;
      button.setAttribute("aria-expanded", "false");
      button.focus();
    },
  });
}

function edit(button) {
  const post = button.closest(".post");
  const message = button.closest(".message");
  const words = message.querySelector(".said");
  if (!words || message.querySelector("form.inline")) return;
  words.hidden = true;
  openBox({
    label: "Change your message",
    text: words.textContent,
    button: "Save",
    place: (form) => words.after(form),
    request: (text, id) => send("PATCH", `/messages/${post.dataset.id}`, { text, id }),
    back: () => {
      words.hidden = false;
      (message.isConnected ? button : post.querySelector("[data-edit]"))?.focus();
    },
  });
}

async function remove(button) {
  const post = button.closest(".post");
  if (!(await ask("Delete this message?", "Delete"))) return;
  const answer = await send("DELETE", `/messages/${post.dataset.id}`, {});
  showProblem(answer.ok ? "" : answer.problem);
  if (answer.ok) announce("Your message is deleted.");
  document.getElementById("say")?.focus();
}

export function startComposing() {
  const composer = document.querySelector("[data-composer]");
  if (composer) startComposer(composer);
  document.getElementById("list").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("reply" in button.dataset) reply(button);
    else if ("edit" in button.dataset) edit(button);
    else if ("delete" in button.dataset) remove(button);
  });
}
