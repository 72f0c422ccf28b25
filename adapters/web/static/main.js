// Everything the page does, started once.

import { startCards } from "./cards.js";
import { startComposing } from "./compose.js";
import { startDialogs } from "./dialogs.js";
import { startFeed } from "./feed.js";
import { startPlaces } from "./places.js";
import { startSample } from "./sample.js";

function keepClock() {
  const clock = document.querySelector("[data-clock]");
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: clock.dataset.zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  setInterval(() => (clock.textContent = time.format(new Date())), 15_000);
}

startPlaces();
startDialogs();
startCards();
startComposing();
startSample();
startFeed();
keepClock();
