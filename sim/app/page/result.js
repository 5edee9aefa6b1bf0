/** The middle of the page: the finding, the fan, the events, the difference, the questions. */

import { described, flipEvents, state, update } from "./state.js";
import { differenceChart } from "/charts/difference.js";
import { eventSwitches } from "/charts/events.js";
import { fanChart } from "/charts/fan.js";
import { questionChart } from "/charts/questions.js";
import { monthInShort, monthInWords, placeOf, thousands } from "/charts/scales.js";

const byId = (id) => document.getElementById(id);
const charts = {};

/** What is shown: the answer, its key, and the line of one history. */
export const shown = { answer: null, key: "", line: null, lineName: "" };

/** Put the charts into the page. */
export function placeResult() {
  const choose = { choose: (month) => update("month", { month }) };
  charts.fan = fanChart(byId("fan"), choose);
  charts.events = eventSwitches(byId("switches"), { flip: flipEvents,
    isOut: (id) => state.without.includes(id) });
  charts.difference = differenceChart(byId("difference"), choose);
  charts.questions = questionChart(byId("questions"));
  byId("month").addEventListener("input", (event) =>
    update("month", { month: Number(event.target.value) }, { dragging: true }));
  byId("month").addEventListener("change", () => update("month"));
  new ResizeObserver(() => drawEvents()).observe(byId("switches"));
}

/** Say over whom a chart is. */
function over(answer) {
  return `median, half, 90 % of ${thousands(answer.histories)} histories`;
}

/** Return where the events that B leaves out stand on the axis. */
function placesLeftOut() {
  return state.without.map((id) => described.b.byEvent.get(id)).filter(Boolean).map(placeOf);
}

/** Write "North Korea's", "the United States'". */
function possessive(name) {
  return name.endsWith("s") ? `${name}’` : `${name}’s`;
}

/** Set the shell's sentences as print does: minus signs, arrows, half-years kept together. */
function typeset(text) {
  return text.replaceAll("->", "→").replace(/(^|[\s(])-(?=\d)/g, "$1−")
    .replace(/(\d{4}) (H[12])/g, "$1\u00a0$2");
}

/** Draw the fan of the answer shown. */
function drawFan() {
  const { answer } = shown;
  const { focus, months, byState } = described.a;
  const who = byState.get(focus.state);
  const needs = focus.needs ? `, ${focus.needs}` : "";
  const compact = window.matchMedia("(max-width: 819px)").matches;
  charts.fan.draw({
    title: `${possessive(who.name)} tilt${needs}`,
    note: over(answer), months, a: answer.a.tilt, b: answer.b && answer.b.tilt,
    aName: answer.a.label, bName: answer.b ? answer.b.label : "", month: state.month,
    ends: { low: focus.all_a, mid: "even", high: focus.all_b }, out: placesLeftOut(),
    line: shown.line, lineName: shown.lineName, height: compact ? 214 : 244,
  });
}

/** Lay the switches of events out below the fan. */
function drawEvents() {
  if (!described.b || !shown.answer) return;
  const narrow = window.matchMedia("(max-width: 819px)").matches;
  byId("switches").hidden = narrow;
  if (narrow) return;
  const plot = charts.fan.plot();
  charts.events.draw({ events: described.b.events, months: described.b.months,
    out: new Set(state.without), plot: { left: plot.left, right: plot.right },
    width: charts.fan.width() });
}

/** Draw the paired difference, where there is a B. */
function drawDifference() {
  const { answer } = shown;
  byId("difference").hidden = !answer.paired;
  if (!answer.paired) return;
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
  const months = described.a.months;
  byId("month").max = months.length - 1;
  byId("month").value = state.month;
  const words = monthInWords(months[state.month]);
  byId("month-words").textContent = monthInShort(months[state.month]);
  byId("month").setAttribute("aria-valuetext", words);
  if (!shown.answer) return;
  drawFan();
  drawDifference();
}

/**
 * Show an answer.
 * @param {Object} answer From /api/view, or from a job.
 * @param {{key: string, dragging: boolean}} about
 */
export function showAnswer(answer, about) {
  Object.assign(shown, { answer, key: about.key });
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
  if (shown.answer) drawFan();
}

/** Dim what does not answer what is set now. */
export function dim(isOld) {
  byId("result").classList.toggle("old", isOld);
}

/** Mark switches at once, before any answer. */
export function markEvents() {
  drawEvents();
}
