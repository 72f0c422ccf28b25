// Dialogs: a question before something counts, a form of the bot's, a card only for whoever pressed, a new channel.

import { elementOf, me, newId, send, showProblem } from "./net.js";

const dialog = document.getElementById("dialog");
const confirmation = document.getElementById("confirm");
const channel = document.getElementById("channel");

// Asks and resolves to whether the answer was yes.
export function ask(question, yes = "Yes") {
  confirmation.querySelector("h2").textContent = question;
  confirmation.querySelector('[value="yes"]').textContent = yes;
  confirmation.returnValue = "no";
  confirmation.showModal();
  return new Promise((resolve) => {
    confirmation.addEventListener("close", () => resolve(confirmation.returnValue === "yes"), { once: true });
  });
}

function complaintAbout(field) {
  if (field.validity.valueMissing) return field.tagName === "SELECT" ? "Choose one." : "This is needed.";
  if (field.validity.tooLong) return `At most ${field.maxLength} characters.`;
  return field.validity.valid ? "" : field.validationMessage;
}

// Shows what is wrong under each field and puts the focus on the first. True where all is well.
function check(form) {
  let first = null;
  for (const field of form.querySelectorAll("input[type=text], input[type=date], textarea, select")) {
    const words = field.required && !field.value.trim() ? complaintAbout(field) || "This is needed." : complaintAbout(field);
    const place = document.getElementById(`${field.id}-error`);
    place.textContent = words;
    place.hidden = !words;
    field.toggleAttribute("aria-invalid", Boolean(words));
    if (words) field.setAttribute("aria-invalid", "true");
    first ??= words ? field : null;
  }
  first?.focus();
  return first === null;
}

function whenSubmitted(form, request, done) {
  const id = newId();
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy || !check(form)) return;
    busy = true;
    const answer = await request(new FormData(form), id);
    busy = false;
    showProblem(answer.ok ? "" : answer.problem, form);
    if (answer.ok) done(answer.data);
  });
}

// A form the bot asks for; what is filled in goes back to it.
export function openForm(html) {
  const form = elementOf(html);
  dialog.querySelector("[data-dialog]").replaceChildren(form);
  whenSubmitted(
    form,
    (answers, id) =>
      send("POST", "/forms", {
        id,
        form: form.dataset.form,
        value: JSON.parse(form.dataset.value),
        answers: Object.fromEntries(answers),
      }),
    () => dialog.close(),
  );
  dialog.showModal();
}

// Words of the bot only for the one who pressed.
export function openCard(html) {
  const card = elementOf(html);
  const title = document.createElement("h2");
  const row = document.createElement("div");
  const close = document.createElement("button");
  Object.assign(title, { id: "form-title", textContent: "Liaison says" });
  Object.assign(close, { type: "button", className: "button primary", textContent: "Close" });
  close.dataset.close = "";
  row.className = "buttons end";
  row.append(close);
  dialog.querySelector("[data-dialog]").replaceChildren(title, card, row);
  dialog.showModal();
}

export function startDialogs() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    // A press on the shade around a dialog closes it, as people expect.
    if (event.target instanceof HTMLDialogElement) event.target.close();
    if (event.target.closest("[data-new-channel]")) channel.showModal();
  });
  whenSubmitted(
    channel.querySelector("form"),
    (answers) => send("POST", "/channels", { name: answers.get("name"), members: [me, ...answers.getAll("members")] }),
    ({ id }) => location.assign(`/playground?${new URLSearchParams({ as: me, in: id })}`),
  );
}
