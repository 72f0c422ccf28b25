// Buttons of cards: a press goes to the bot, or opens the form it answers with.

import { newId, send, showProblem } from "./net.js";
import { ask, openCard, openForm } from "./dialogs.js";

async function press(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  if (button.dataset.confirm && !(await ask(button.dataset.confirm, button.textContent))) return;
  button.setAttribute("aria-disabled", "true");
  const answer = await send("POST", "/buttons", {
    id: newId(),
    message: button.closest(".post").dataset.id,
    action: button.dataset.action,
    value: JSON.parse(button.dataset.value),
  });
  button.removeAttribute("aria-disabled");
  showProblem(answer.ok ? "" : answer.problem);
  if (!answer.ok) return;
  if (answer.data.form) openForm(answer.data.html);
  else if (answer.data.card) openCard(answer.data.html);
}

export function startCards() {
  document.getElementById("list").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-press]");
    if (button) press(button);
  });
}
