// The sample month: a button, then a bar that fills, then nothing more to do.

import { send, showProblem } from "./net.js";

const section = document.querySelector(".sample");

export function showSample({ state, done, total }) {
  if (!section) return;
  const loading = state === "loading";
  section.dataset.state = state;
  section.querySelector("[data-sample]").hidden = loading || state === "loaded";
  section.querySelector("[data-sample-progress]").hidden = !loading;
  const bar = section.querySelector("progress");
  if (total) Object.assign(bar, { max: total, value: done });
  else bar.removeAttribute("value");
  section.querySelector("[data-sample-text]").textContent = total ? `Loading: ${done} of ${total}` : "Loading";
  section.querySelector("[data-sample-hint]").textContent = {
    none: "An invented company: four weeks of reports, news and thanks, so that the first digest is worth reading.",
    loading: "You can go on meanwhile.",
    loaded: "The sample month is here. As Astrid, ask for the digest.",
    stopped: "It stopped on the way. Load it again; nothing comes in twice.",
  }[state];
}

export function startSample() {
  section?.querySelector("[data-sample]").addEventListener("click", async () => {
    const answer = await send("POST", "/sample", {});
    showProblem(answer.ok ? "" : answer.problem);
  });
}
