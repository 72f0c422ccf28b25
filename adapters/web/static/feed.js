// The live conversation: posts come, change and go as the server tells; nothing is asked for again and again.

import { announce, elementOf, here, me } from "./net.js";
import { markPerson, markPlace, seen } from "./places.js";
import { showSample } from "./sample.js";

const list = document.getElementById("list");
const scroll = document.querySelector("[data-scroll]");
const typing = document.querySelector("[data-typing]");
const lost = document.querySelector("[data-connection]");

let last = document.body.dataset.after;
let source = null;

const postOf = (id) => document.getElementById(`post-${id}`);
const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;

export function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

// Keep the newest in view for those who look at it, and leave those alone who read further up.
function keepingEnd(change) {
  const follow = atEnd();
  change();
  if (follow) toEnd();
}

function insertInOrder(parent, item) {
  // Posts carry texts that sort by time. Most are the newest, so look from the end.
  let after = null;
  for (let other = parent.lastElementChild; other; other = other.previousElementSibling) {
    if (!other.dataset.order) continue;
    if (other.dataset.order < item.dataset.order) break;
    after = other;
  }
  parent.insertBefore(item, after);
}

function addDay(item) {
  const before = item.previousElementSibling;
  if (before?.dataset.day === item.dataset.day) return;
  // Between two days: the line above belongs to the later one.
  if (before?.classList.contains("day") && item.nextElementSibling) list.insertBefore(item, before);
  if (item.previousElementSibling?.dataset.day === item.dataset.day) return;
  const day = document.createElement("li");
  const label = document.createElement("span");
  day.className = "day";
  day.dataset.day = item.dataset.day;
  label.textContent = item.dataset.dayLabel;
  day.append(label);
  list.insertBefore(day, item);
}

function add(item) {
  const parent = item.dataset.thread && postOf(item.dataset.thread);
  if (parent) {
    insertInOrder(parent.querySelector(".replies"), item);
    return;
  }
  insertInOrder(list, item);
  addDay(item);
  document.querySelector("[data-empty]")?.remove();
  if ("direct" in document.body.dataset) document.querySelector("[data-examples]")?.setAttribute("hidden", "");
}

// Whoever had the focus in the old message keeps it in the new one, on the same button if it is still there.
function replace(old, item) {
  const before = old.querySelector(":scope > .message");
  const after = item.querySelector(":scope > .message");
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  before.replaceWith(after);
  old.dataset.changed = item.dataset.changed;
  if (!focused) return;
  const same = Array.from(after.querySelectorAll("button")).find(
    (button) => button.dataset.action === focused.dataset.action && button.dataset.value === focused.dataset.value,
  );
  (same || after).focus({ preventScroll: true });
}

function onPost(data) {
  const item = elementOf(data.html);
  const old = postOf(data.id);
  keepingEnd(() => (old ? replace(old, item) : add(item)));
  if (old && !data.by) announce(`Liaison changed a card: ${data.summary}`);
  seen(here, data.created);
}

function onGone(data) {
  const item = postOf(data.id);
  if (!item) return;
  const day = item.previousElementSibling;
  const next = item.nextElementSibling;
  item.remove();
  if (day?.classList.contains("day") && (!next || next.classList.contains("day"))) day.remove();
}

function on(kind, handle) {
  source.addEventListener(kind, (event) => {
    if (event.lastEventId) last = event.lastEventId;
    handle(JSON.parse(event.data));
  });
}

function open() {
  if (source) return;
  const query = new URLSearchParams({ as: me, in: here, after: last });
  source = new EventSource(`/playground/stream?${query}`);
  source.onopen = () => {
    lost.hidden = true;
    document.body.dataset.connected = "";
  };
  source.onerror = () => {
    lost.hidden = false;
    delete document.body.dataset.connected;
    // A browser gives up on an answer that is not a stream, such as a proxy's error page.
    if (source.readyState === EventSource.CLOSED) {
      close();
      setTimeout(open, 2000);
    }
  };
  on("post", onPost);
  on("gone", onGone);
  on("typing", ({ on: working }) => keepingEnd(() => (typing.hidden = !working)));
  on("news", ({ place, created }) => {
    markPlace(place, created);
    markPerson(place, created);
  });
  on("sample", showSample);
  on("reload", () => location.reload());
}

function close() {
  source?.close();
  source = null;
}

export function startFeed() {
  toEnd();
  if (!("live" in document.body.dataset)) return;
  open();
  // A browser lends one site few connections: a window nobody looks at gives its own back.
  let hiding = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.visibilityState === "visible") open();
    else hiding = setTimeout(close, 10_000);
  });
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
}
