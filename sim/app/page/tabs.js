/** Five tabs below the questions: network, postures, who gives what, all states, what matters. */

import { answered, latest } from "./ask.js";
import { recompute } from "./numbers.js";
import { isOfNow, shown } from "./result.js";
import { asked, described, keyOf, listen, state, update } from "./state.js";
import { choiceOf, measureChoice, measureOf, tabsIn, titleOfTies } from "/charts/controls.js";
import { heatChart } from "/charts/heat.js";
import { multiplesChart } from "/charts/multiples.js";
import { networkChart } from "/charts/network.js";
import { postureChart } from "/charts/postures.js";
import { monthInWords, thousands } from "/charts/scales.js";
import { element } from "/charts/svg.js";
import { swingChart } from "/charts/swings.js";
import { possessive } from "/charts/words.js";

const TABS = [["network", "Network"], ["postures", "Postures"], ["gives", "Who gives what"],
  ["states", "All states"], ["matters", "What matters most"]];
const SWING_HISTORIES = 256;
const byId = (id) => document.getElementById(id);
let mark = () => {}; // which tab is open
let chart = null; // of the tab that is open
let ties = { key: "", answer: null };
let swings = { key: "", rows: [] };

const askTies = latest("/api/ties", {
  done(answer, about) {
    if (about.of !== described.a) return; // another scenario is there by now
    ties = { key: about.key, answer, of: about.of };
    drawTab();
    if (shown.key === keyOf()) freshTies(); // another month may be asked by now
  },
  failed() {},
});

/** Return what tells one request of ties from another. */
function tiesKey() {
  return JSON.stringify([keyOf(), state.month]);
}

/** Return whether the open tab needs the ties of a month. */
function needsTies() {
  return state.tab === "network" || state.tab === "gives";
}

/** Ask for the ties where the open tab shows them and has others. */
export function freshTies() {
  if (!needsTies() || !described.a) return;
  const key = tiesKey();
  byId("panel").classList.toggle("old", ties.key !== key);
  if (ties.key === key) return;
  askTies(asked({ month: state.month }), { key, of: described.a });
}

/** Return the names of the sides, as the answer shown has them. */
function names() {
  const { answer } = shown;
  return { aName: answer.a.label, bName: answer.b ? answer.b.label : "" };
}

/** Return the states whose courses the answer has: of many, those in focus and the powerful. */
function known() {
  const { states } = described.a;
  return isOfNow() ? states.filter((one) => shown.answer.a.shown.includes(one.code)) : states;
}

/** Return the state whose postures are shown: the one asked why, where its course is known. */
function postured() {
  const { focus } = described.a;
  return known().find((one) => one.code === state.why.state) ? state.why.state : focus.state;
}

/** Make a choice among the states for the tab of postures. */
function stateChoice() {
  const names = known().map((one) => [one.code, one.name]);
  const choice = choiceOf("State", names, postured(), (code) =>
    update("why", { why: { ...state.why, state: code } }));
  choice.dataset.states = names.length;
  return choice;
}

/** Make a choice of what is shown of all states. */
function choiceOfMeasure() {
  const pick = measureChoice(state.measure, (measure) => update("tab", { measure }));
  return element("div", {}, pick);
}

/** Make the button that computes anew what matters most. */
function recomputeChoice() {
  const button = element("button", { type: "button", class: "quiet" }, "Compute it again");
  button.addEventListener("click", () => recompute(button));
  const how = described.b.matters ? described.b.matters.how
    : "Not known yet for this scenario: a screening of all numbers with a range finds them.";
  return element("div", {}, element("p", { class: "small" }, how), button);
}

const MAKERS = {
  network: (host) => networkChart(host),
  postures(host) {
    host.append(stateChoice());
    return postureChart(host, { choose: (month) => update("month", { month }) });
  },
  gives: (host) => heatChart(host),
  states(host) {
    host.append(choiceOfMeasure());
    return multiplesChart(host);
  },
  matters(host) {
    host.append(recomputeChoice());
    return swingChart(host);
  },
};

/** Return what the tab that is open draws; null while it is not known. */
function dataOf(tab) {
  const { answer } = shown;
  const { months, states, byState } = described.a;
  const common = { ...names(), months, states, month: state.month };
  if (tab === "network" || tab === "gives") {
    if (!ties.answer || ties.of !== described.a) return null;
    return { ...common, title: titleOfTies(tab, months[ties.answer.month]),
      a: ties.answer.a, b: ties.answer.b };
  }
  if (tab === "postures") {
    const code = postured();
    return { ...common, title: `Postures of ${byState.get(code).in_text}`,
      a: answer.a.postures[code], b: answer.b && answer.b.postures[code] };
  }
  if (tab === "states") {
    const what = measureOf(state.measure);
    const few = known();
    const which = few.length === states.length ? "All" : "The foremost";
    const { drawn } = answer.a; // of a run of many histories the first ones are drawn
    const note = drawn < answer.histories ? `of the first ${thousands(drawn)} histories` : "";
    return { ...common, ...what, states: few, note,
      title: `${which} ${few.length} states: ${what.measure}`, a: answer.a[state.measure],
      b: answer.b && answer.b[state.measure] };
  }
  return swings.rows.length ? swingData() : null;
}

/** Draw the tab that is open. */
export function drawTab() {
  if (!chart || !isOfNow()) return;
  const choice = byId("panel").querySelector("[data-states]");
  if (choice && Number(choice.dataset.states) !== known().length) {
    openTab(); // it was made before the answer said which courses there are
    return;
  }
  if (choice) choice.querySelector("select").value = postured();
  const data = dataOf(state.tab);
  chart.figure.hidden = !data;
  if (data) chart.draw(data);
}

/** Return the data of what matters most. */
function swingData() {
  const { focus, months, byState } = described.a;
  const who = byState.get(focus.state);
  const when = monthInWords(months.at(-1));
  return { title: `${possessive(who.name)} tilt in ${when}, one number moved`,
    note: `medians of ${SWING_HISTORIES} histories, without your changes`,
    base: swings.base, rows: swings.rows };
}

/** Ask what each of the five does at either end of its range, one after the other. */
async function freshSwings() {
  const paths = described.b.matters ? described.b.matters.paths : [];
  const key = JSON.stringify([state.which, state.other, state.seed, paths]);
  if (swings.key === key) return;
  swings = { key, rows: [] };
  drawTab();
  if (!paths.length) return;
  const about = { ...(state.other || state.which), other: null, without: [], set: {},
    seed: state.seed, histories: SWING_HISTORIES };
  const found = paths.map((path) => described.b.byPath.get(path)).filter(Boolean);
  const mine = { key, base: 0, rows: found.map((one) =>
    ({ words: one.words, low: null, high: null })) };
  const last = (side) => side.tilt.q50.at(-1);
  const wanted = () => state.tab === "matters" && swings === mine;
  swings = mine;
  for (const [k, one] of found.entries()) {
    for (const end of ["low", "high"]) {
      const body = { ...about, set: { [one.path]: one[end] } };
      const answer = await answered("/api/view", body, wanted).catch(() => null);
      if (!answer || !wanted()) {
        if (swings === mine) swings = { key: "", rows: [] };
        return;
      }
      mine.base = last(answer.a);
      mine.rows[k][end] = { value: one[end], result: last(answer.b || answer.a) };
      drawTab();
    }
  }
}

/** Open the tab that the state says. */
export function openTab() {
  const known = TABS.some(([name]) => name === state.tab);
  if (!known) state.tab = "network";
  mark(state.tab);
  if (!described.a) return;
  byId("panel").replaceChildren();
  byId("panel").classList.remove("old");
  chart = { ...MAKERS[state.tab](byId("panel")), figure: byId("panel").querySelector("figure") };
  drawTab();
  freshTies();
  if (state.tab === "matters") freshSwings();
}

/** Put the tabs into the page. */
export function placeTabs() {
  mark = tabsIn(byId("tabs"), byId("panel"), TABS, (tab) => update("tab", { tab }));
  listen((kind, how) => {
    if (kind === "tab" || (kind === "matters" && state.tab === "matters")) openTab();
    if (kind === "month" || kind === "why") drawTab();
    if (kind === "month" && !how.dragging) freshTies();
  });
  openTab();
}
