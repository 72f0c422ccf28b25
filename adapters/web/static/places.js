// The left column: what is unread, for each person, and the drawer it becomes on a narrow screen.

import { here, me } from "./net.js";

const side = document.getElementById("side");
const opener = document.querySelector("[data-side-open]");
const narrow = window.matchMedia("(max-width: 760px)");

const keyOf = (person, place) => `liaison:seen:${person}:${place}`;

function read(person, place) {
  try {
    return Number(localStorage.getItem(keyOf(person, place)) || 0);
  } catch {
    return 0;
  }
}

function mark(link, on) {
  link.querySelector(".mark").hidden = !on;
  link.toggleAttribute("data-unread", on);
  const any = side.querySelector("a[data-unread]") !== null;
  opener.querySelector(".mark").hidden = !any;
}

// `me` has seen everything in a place up to `number`.
export function seen(place, number) {
  try {
    if (number > read(me, place)) localStorage.setItem(keyOf(me, place), String(number));
  } catch {
    // Without storage nothing is remembered, and nothing else is lost.
  }
}

export function markPlace(place, number) {
  const link = side.querySelector(`.places a[data-place="${CSS.escape(place)}"]`);
  if (link && place !== here) mark(link, number > read(me, place));
}

// Somebody else has news in their direct chat.
export function markPerson(place, number) {
  const link = side.querySelector(`.people a[data-place="${CSS.escape(place)}"]`);
  if (link && link.dataset.person !== me) mark(link, number > read(link.dataset.person, place));
}

function markAll() {
  for (const link of side.querySelectorAll("a[data-place]")) {
    const number = Number(link.dataset.latest);
    if (link.dataset.person) markPerson(link.dataset.place, number);
    else if (link.dataset.place === here) seen(here, number);
    else markPlace(link.dataset.place, number);
  }
}

function setDrawer(open) {
  document.body.toggleAttribute("data-side", open);
  opener.setAttribute("aria-expanded", String(open));
  document.querySelector(".veil").hidden = !open;
  side.inert = narrow.matches && !open;
  document.querySelector("main").inert = narrow.matches && open;
  if (open) side.querySelector("a[aria-current]").focus();
  else if (narrow.matches) opener.focus({ preventScroll: true });
}

export function startPlaces() {
  markAll();
  side.inert = narrow.matches;
  opener.addEventListener("click", () => setDrawer(true));
  for (const closer of document.querySelectorAll("[data-side-close]")) {
    closer.addEventListener("click", () => setDrawer(false));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && "side" in document.body.dataset) setDrawer(false);
  });
  narrow.addEventListener("change", () => {
    document.body.removeAttribute("data-side");
    document.querySelector(".veil").hidden = true;
    document.querySelector("main").inert = false;
    opener.setAttribute("aria-expanded", "false");
    side.inert = narrow.matches;
  });
  // Another window of the same browser has read something.
  window.addEventListener("storage", markAll);
}
