/** Below the result: over how many histories, the seed, and ten thousand on request. */

import { answered, pause, Refused } from "./ask.js";
import { notice, typedIn } from "./notices.js";
import { asked, keyOf, state, update } from "./state.js";
import { thousands } from "/charts/scales.js";
import { element } from "/charts/svg.js";

const MANY = 10000;
const LOOK = 150; // ms from one look at a job to the next
const byId = (id) => document.getElementById(id);
const words = element("span", { id: "how-many" });
const run = element("button", { type: "button", id: "many" }, `Run ${thousands(MANY)}`);
const stop = element("button", { type: "button", id: "stop" }, "Stop");
const bar = element("progress", { max: MANY, value: 0, "aria-label": "Histories done" });
const seed = element("input", { type: "number", id: "seed", class: "typed", min: 0, step: 1 });
let job = null; // the one that runs
let stopping = false; // whether it was told to stop

/** Say over how many histories the result is. */
export function sayHowMany(answer, about) {
  const parts = [`${thousands(answer.histories)} ${
    answer.histories === 1 ? "history" : "histories"}`];
  if (about.dragging) parts.push(`while you drag, ${thousands(state.histories)} at rest`);
  if (about.stopped) parts.push(`stopped before all ${thousands(about.of)}`);
  if (about.ms) parts.push(about.ms < 1000 ? `${Math.round(about.ms)} ms`
    : `${(about.ms / 1000).toFixed(1)} s`);
  words.textContent = parts.join("; ");
  words.dataset.histories = answer.histories;
  words.dataset.resting = String(!about.dragging);
  seed.value = state.seed;
}

/** Show whether a job runs. */
function running(isRunning) {
  run.hidden = isRunning;
  stop.hidden = bar.hidden = !isRunning;
}

/** Follow a job to its end. */
async function followed(id, key, show) {
  for (;;) {
    const now = await answered(`/api/jobs/${id}`);
    bar.value = now.done;
    if (key === keyOf()) // else the words are about a later result
      words.textContent = `${thousands(now.done)} of ${thousands(now.of)} histories`;
    if (now.state === "failed") throw new Refused(500, now);
    if (now.state === "done" || now.state === "stopped") {
      if (now.answer && key === keyOf())
        show(now.answer, { key, stopped: now.state === "stopped", of: now.of });
      else if (key === keyOf()) words.textContent = "stopped before any history was finished";
      return;
    }
    await pause(stopping ? LOOK / 5 : LOOK);
  }
}

/** Run ten thousand histories. */
async function many(show) {
  const key = keyOf();
  running(true);
  stopping = false;
  bar.value = 0;
  try {
    job = (await answered("/api/jobs", asked({ histories: MANY }))).job;
    if (stopping) stopJob(); // told so before the job had a name
    await followed(job, key, show);
  } catch (error) {
    notice("job", `The ${thousands(MANY)} histories did not finish: ${error.message}`,
      { lines: error.lines });
  }
  job = null;
  running(false);
}

/** Stop the job that runs, where there is one. */
export function stopJob() {
  stopping = true;
  if (job) answered(`/api/jobs/${job}/stop`, {}, () => false).catch(() => {}); // else it is lost
}

/**
 * Put the footer into the page.
 * @param {{show: function}} how Called with a job's answer and what it is about.
 */
export function placeFooter(how) {
  run.addEventListener("click", () => many(how.show));
  stop.addEventListener("click", stopJob);
  seed.addEventListener("change", () => {
    const value = typedIn(seed, "The seed", state.seed);
    if (value !== null) update("change", { seed: value });
  });
  seed.value = state.seed;
  byId("footer").append(words, bar, stop, run,
    element("label", { class: "choice" }, "Seed ", seed));
  running(false);
}
