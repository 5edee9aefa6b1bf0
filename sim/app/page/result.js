/** The middle of the page: the finding, the fan, the events, the difference, the questions. */

import { described, flipEvents, state, update } from "./state.js";
import { monthSlider } from "/charts/controls.js";
import { differenceChart } from "/charts/difference.js";
import { eventSwitches } from "/charts/events.js";
import { fanChart } from "/charts/fan.js";
import { questionChart } from "/charts/questions.js";
import { largest, placeOf, rounder, short, thousands } from "/charts/scales.js";
import { possessive, typeset } from "/charts/words.js";

const byId = (id) => document.getElementById(id);
const charts = {};

/** What is shown: the answer, its key, the description it belongs to, the line of one history. */
export const shown = { answer: null, key: "", of: null, line: null, lineName: "" };

/** Return whether what is shown belongs to the scenario that is described now. */
export function isOfNow() {
  return Boolean(shown.answer) && shown.of === described.a;
}

/** Put the charts into the page. */
export function placeResult() {
  const choose = { choose: (month) => update("month", { month }) };
  charts.fan = fanChart(byId("fan"), choose);
  charts.events = eventSwitches(byId("switches"), { flip: flipEvents,
    isOut: (id) => state.without.includes(id) });
  charts.difference = differenceChart(byId("difference"), choose);
  charts.questions = questionChart(byId("questions"));
  charts.month = monthSlider(byId("slider"), (month, dragging) =>
    update("month", { month }, { dragging }));
  new ResizeObserver(() => drawEvents()).observe(byId("switches"));
}

/** Say over whom a chart is. */
function over(answer) {
  return `median, middle half, 90 % of ${thousands(answer.histories)} histories`;
}

/** Return where the events that B leaves out stand on the axis. */
function placesLeftOut() {
  return state.without.map((id) => described.b.byEvent.get(id)).filter(Boolean).map(placeOf);
}

/** Return whether there are two patrons to tilt between. */
function hasTilt() {
  return described.a.focus.a !== described.a.focus.b;
}

/** Return what the fan shows: the tilt, or of a state with one partner only what it receives. */
function measured(answer, who) {
  const { focus } = described.a;
  const sides = (of) => ({ a: of(answer.a), b: answer.b && of(answer.b) });
  if (hasTilt()) {
    const needs = focus.needs ? `, ${focus.needs}` : "";
    return { title: `${possessive(who.name)} tilt${needs}`, line: shown.line,
      ends: { low: focus.all_a, mid: "even", high: focus.all_b }, ...sides((one) => one.tilt) };
  }
  const both = sides((one) => one.received[focus.state]);
  const most = rounder(largest([both.a.q95, both.b ? both.b.q95 : []], 0.1));
  return { ...both, title: `What ${who.in_text} receives`, line: null, domain: [0, most],
    ends: { low: "nothing", mid: short(most / 2),
      high: `${short(most)} ${most === 1 ? "patron" : "patrons"}` } };
}

/** Draw the fan of the answer shown. */
function drawFan() {
  const { answer } = shown;
  const { focus, months, byState } = described.a;
  const who = byState.get(focus.state);
  const compact = window.matchMedia("(max-width: 819px)").matches;
  charts.fan.draw({ ...measured(answer, who), note: over(answer), months,
    aName: answer.a.label, bName: answer.b ? answer.b.label : "", month: state.month,
    out: placesLeftOut(), lineName: shown.lineName, height: compact ? 214 : 244,
  });
}

/** Lay the switches of events out below the fan. */
export function drawEvents() {
  if (!isOfNow()) return;
  const narrow = window.matchMedia("(max-width: 819px)").matches;
  const plot = charts.fan.plot();
  charts.events.draw({ events: described.b.events, months: described.b.months,
    out: new Set(state.without), plot: { left: plot.left, right: plot.right },
    width: charts.fan.width(), flow: narrow });
}

/** Draw the paired difference, where there is a B. */
function drawDifference() {
  const { answer } = shown;
  byId("difference").hidden = !answer.paired || !hasTilt();
  if (byId("difference").hidden) return;
  charts.difference.draw({ title: "B − A, history by history on the same random numbers",
    months: described.a.months, bands: answer.paired, month: state.month });
}

/** Draw the questions, with what the scenario says of each. */
function drawQuestions() {
  const { answer } = shown;
  const told = new Map([...described.a.questions, ...described.b.questions]
    .map((one) => [one.id, one]));
  const rows = answer.questions.map((row) => ({ ...told.get(row.id), ...row }))
    .map((row) => ({ ...row, text: row.text || row.id }));
  byId("questions").hidden = !rows.length;
  if (!rows.length) return;
  charts.questions.draw({ title: "Questions", histories: answer.histories, rows,
    note: `Of ${thousands(answer.histories)} histories, those in which the answer is yes` });
}

/** Draw the cursor's month on the charts. */
export function drawMonth() {
  if (!described.a) return;
  charts.month(described.a.months, state.month);
  if (!isOfNow()) return;
  drawFan();
  drawDifference();
}

/**
 * Show an answer.
 * @param {Object} answer From /api/view, or from a job.
 * @param {{key: string, dragging: boolean}} about
 */
export function showAnswer(answer, about) {
  Object.assign(shown, { answer, key: about.key, of: described.a });
  byId("result").classList.remove("empty");
  const finding = byId("finding");
  finding.setAttribute("aria-busy", String(Boolean(about.dragging)));
  const headline = typeset(answer.finding.headline);
  if (finding.textContent !== headline) finding.textContent = headline;
  byId("detail").textContent = typeset(answer.finding.detail || "");
  drawFan();
  drawEvents();
  drawDifference();
  drawQuestions();
}

/** Show one history's line in the fan, or none. */
export function showLine(line, name) {
  Object.assign(shown, { line, lineName: name });
  if (isOfNow()) drawFan();
}

/** Dim what does not answer what is set now. */
export function dim(isOld) {
  byId("result").classList.toggle("old", isOld);
}
