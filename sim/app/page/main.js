/** The page: reads the link, describes the scenarios, asks for results, and shows them. */

import { answered, latest, pace, Refused, whenLost } from "./ask.js";
import { chooseFile, placeFiles } from "./files.js";
import { placeFooter, sayHowMany, stopJob } from "./footer.js";
import { keepEvents, listEvents } from "./happenings.js";
import { watchHealth } from "./health.js";
import { placeKeys } from "./keys.js";
import { readLink, taken } from "./link.js";
import { notice, silence } from "./notices.js";
import { keepNumbers, listNumbers } from "./numbers.js";
import { dim, drawEvents, drawMonth, placeResult, showAnswer, showLine, shown } from "./result.js";
import { asked, described, indexed, keyOf, listen, state, update } from "./state.js";
import { drawTab, freshTies, openTab, placeTabs } from "./tabs.js";
import { drawChips, drawLink, drawPickers, freshPartners, placeTopbar } from "./topbar.js";
import { freshWhy, placeWhy } from "./why.js";
import { firstMonth } from "/charts/scales.js";

const REST = 300; // ms until the full number is asked, while something is dragged but stands still
const byId = (id) => document.getElementById(id);
const speed = pace();
let link = null; // what the page was opened with, until its hash is checked
const CALM = 150; // ms until what came to rest is explained: the next change waits for no why
let resting = null; // the timer of the next full request
let calm = null; // the timer of the next why

/** Show an answer of the server, or of a job. */
function show(answer, about) {
  if (about.scenario && about.scenario !== described.a) return; // another scenario is there by now
  const isNow = about.key === keyOf();
  showAnswer(answer, about);
  sayHowMany(answer, about);
  drawChips();
  drawTab();
  dim(!isNow);
  silence("refused");
  if (!isNow || about.dragging) return;
  const hash = (answer.b || answer.a).hash;
  if (link && link.hash && link.hash !== hash)
    notice("hash", `This link was made with other numbers (hash ${link.hash}; here ${hash}): the `
      + "scenario or the program has changed since, and the result may differ.");
  link = null;
  drawLink(hash);
  freshTies();
  calm = setTimeout(() => {
    freshWhy();
    freshPartners();
  }, CALM);
}

const askView = latest("/api/view", {
  done(answer, about) {
    const ms = performance.now() - about.from;
    if (about.dragging) speed.took(answer.histories, ms);
    show(answer, { ...about, ms });
  },
  failed(error, about) {
    if (!(error instanceof Refused)) return;
    notice("refused", `This cannot be computed: ${error.message}`,
      { lines: error.lines, grave: true });
    if (about.key === keyOf()) dim(false);
  },
});

/** Ask for the result: few histories while dragging, all at rest. */
function fresh(dragging) {
  clearTimeout(resting);
  clearTimeout(calm);
  dim(shown.key !== keyOf() || dragging === undefined);
  const ask = (isDragging) => askView(
    asked({ histories: isDragging ? Math.min(speed.count(), state.histories) : state.histories }),
    { key: keyOf(), dragging: isDragging, from: performance.now(), scenario: described.a });
  if (!dragging) {
    ask(false);
    return;
  }
  resting = setTimeout(() => { // a step by key is a change at once: only what goes on is a drag
    ask(true);
    resting = setTimeout(() => ask(false), REST);
  });
}

/** Refuse a B that cannot be compared with A, before anything of the page shows it. */
function checkComparable(a, b) {
  const of = (one) => JSON.stringify([one.months, one.states.map((state) => state.code)]);
  if (of(a) === of(b)) return;
  throw new Refused(422, { error: "B needs the same states and months as A, and those of "
    + `“${b.title}” differ.` });
}

/**
 * Take scenarios: describe them, and show them.
 * @param {{which: Object, other: Object|null}} scenarios
 * @param {function} more Given B's description, returns what else of the state changes.
 */
async function takeScenarios(scenarios, more = () => ({})) {
  const a = indexed(await answered("/api/scenario", scenarios.which));
  const b = scenarios.other ? indexed(await answered("/api/scenario", scenarios.other)) : a;
  checkComparable(a, b);
  const before = described.a;
  Object.assign(described, { a, b, whyNot: {} });
  const months = before && before.months.join() === a.months.join();
  const code = before && before.name === a.name && a.byState.has(state.why.state)
    ? state.why.state : a.focus.state;
  Object.assign(state, { set: {}, without: [], month: months ? state.month : firstMonth(a.months),
    why: { ...state.why, state: code }, ...scenarios, ...more(b) });
  document.title = `${a.title} · Hedging lab`;
  showLine(null, "");
  if (!shown.answer) byId("finding").textContent = "The first result is being computed…";
  drawPickers();
  listNumbers();
  listEvents();
  drawMonth();
  update("scenario");
}

/** Say that a scenario has faults; an error of another kind goes on. */
function sayFaulty(error) {
  if (!(error instanceof Refused)) throw error;
  notice("file", `This scenario cannot be used: ${error.message}`,
    { lines: error.lines, grave: true });
}

/** Take the choice of a picker, or a file. */
async function pick(as, which) {
  const scenarios = as === "which" ? { which, other: null } : { which: state.which, other: which };
  try {
    await takeScenarios(scenarios);
  } catch (error) {
    sayFaulty(error);
    drawPickers();
  }
}

/** Open what a link says, else the first scenario. */
async function open() {
  for (const name of ["unknown", "hash", "file", "refused"]) silence(name); // of an earlier link
  const list = await answered("/api/scenarios");
  described.list = list.scenarios;
  link = readLink(location.hash);
  const names = new Set(list.scenarios.map((one) => one.name));
  const unknown = [link.scenario, link.other].filter((name) => name && !names.has(name));
  const which = { scenario: names.has(link.scenario) ? link.scenario : list.first };
  const other = names.has(link.other) ? { scenario: link.other } : null;
  try {
    await takeScenarios({ which, other }, (b) => {
      const from = taken(link, b);
      unknown.push(...from.unknown);
      return from.patch;
    });
  } catch (error) {
    if (!link.scenario && !link.other) throw error;
    sayFaulty(error);
    await takeScenarios({ which: link.other ? which : { scenario: list.first }, other: null });
    link = null;
  }
  if (unknown.length)
    notice("unknown", "Parts of this link cannot be used here, and are left out:",
      { lines: unknown });
}

/** Open it, now or when another link is put into the address bar; say why it cannot be opened. */
function opened() {
  open().catch((error) => notice("refused", `This link cannot be opened: ${error.message}`,
    { lines: error.lines, grave: true }));
}

/** Follow the state. */
function follow() {
  listen((kind, how) => {
    if (kind === "change") {
      stopJob();
      drawChips();
      drawEvents(); // marks the switches at once, before any answer
      fresh(how.dragging);
    }
    if (kind === "scenario") {
      openTab();
      drawChips();
      fresh(false);
    }
    if (kind === "month") drawMonth();
    if (["month", "tab", "why"].includes(kind) && !how.dragging && shown.key === keyOf())
      drawLink(shown.answer && (shown.answer.b || shown.answer.a).hash);
  });
}

/** Make the parts of the page work. */
function place() {
  placeResult();
  placeTopbar({ pick, file: chooseFile });
  placeFiles(pick);
  placeFooter({ show });
  placeKeys();
  keepNumbers();
  keepEvents();
  follow();
  placeTabs();
  placeWhy();
  byId("search").addEventListener("input", () => {
    listNumbers();
    listEvents();
  });
  for (const button of byId("kinds").children) {
    button.addEventListener("click", () => {
      for (const one of byId("kinds").children)
        one.setAttribute("aria-pressed", String(one === button));
      byId("numbers").hidden = button.dataset.kind !== "numbers";
      byId("events-list").hidden = button.dataset.kind !== "events";
    });
  }
  window.addEventListener("hashchange", opened);
}

whenLost((isLost) => {
  document.body.classList.toggle("lost", isLost);
  if (isLost)
    notice("lost", "The server does not answer: it was stopped, or is busy. What you see is the "
      + "last result; your changes are kept, and the page tries again every second. "
      + `Start it again with: sim app --port ${location.port}`, { stays: true, grave: true });
  else silence("lost");
});

place();
watchHealth();
opened();
