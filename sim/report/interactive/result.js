/** The fan, the events, the month, the paired difference and the questions. */

import { monthSlider } from "../charts/controls.js";
import { differenceChart } from "../charts/difference.js";
import { eventSwitches } from "../charts/events.js";
import { fanChart } from "../charts/fan.js";
import { hasTilt, measured } from "../charts/measured.js";
import { questionChart } from "../charts/questions.js";
import { placeOf, thousands } from "../charts/scales.js";
import { element } from "../charts/svg.js";
import { change, choose, chosen, data, listen, shown } from "./store.js";
import { pickWithout } from "./changes.js";
import { typeset } from "../charts/words.js";

const { about } = data;
const byState = new Map(about.states.map((one) => [one.code, one]));
const byEvent = new Map(about.events.map((one) => [one.id, one]));
const switchable = about.events.filter((one) => data.what_ifs
  && data.what_ifs.changes.some((other) => other.without.includes(one.id)));
const NARROW = window.matchMedia("(max-width: 639px)");

/** Return the ids of the events that are left out now. */
function leftOut() {
  const one = change();
  return one ? one.without : [];
}

/** Put the finding on a change above the charts, which readers of the page hear. */
function placeFinding(host) {
  const headline = element("p", { class: "live-finding", "aria-live": "polite" });
  const detail = element("p", { class: "live-detail" });
  host.append(headline, detail);
  return () => {
    const { finding } = shown();
    const told = change() ? finding : null; // of a comparison it stands above already
    headline.textContent = told ? typeset(told.headline) : "";
    detail.textContent = told ? typeset(told.detail) : "";
    headline.hidden = !told;
    detail.hidden = !told;
  };
}

/** Draw the fan. */
function drawFan(chart) {
  const now = shown();
  const { focus } = about;
  chart.draw({ ...measured(focus, byState.get(focus.state), now.a, now.b),
    note: `median, middle half, 90 % of ${thousands(now.histories)} histories`,
    months: about.months, aName: now.aName, bName: now.bName,
    only: chosen.only, month: chosen.month,
    out: leftOut().map((id) => placeOf(byEvent.get(id))), height: NARROW.matches ? 214 : 264 });
}

/** Draw the paired difference, where there is a B. */
function drawDifference(chart, host) {
  const now = shown();
  host.hidden = !now.paired || Boolean(chosen.only) || !hasTilt(about.focus);
  if (host.hidden) return;
  chart.draw({ title: "B − A, history by history on the same random numbers",
    months: about.months, bands: now.paired, month: chosen.month });
}

/** Draw the questions. */
function drawQuestions(chart) {
  const now = shown();
  const rows = about.questions.map((one) => ({ ...one, a: now.a.yes[one.id],
    b: now.b ? now.b.yes[one.id] : null, base: now.base[one.id] ?? null,
    base_of: now.base_of }));
  chart.draw({ title: "Questions", histories: now.asked, rows,
    note: `Of ${thousands(now.asked)} histories, those in which the answer is yes` });
}

/**
 * Put the charts of the result into the page.
 * @param {Element} host
 */
export function placeResult(host) {
  const drawFinding = placeFinding(host);
  const places = ["fan", "switches", "month", "difference", "questions"].map((name) => {
    const place = element("div", { class: `live-${name}` });
    host.append(place);
    return place;
  });
  const [fanHost, switchHost, monthHost, differenceHost, questionHost] = places;
  const pick = { choose: (month) => choose("month", { month }) };
  const fan = fanChart(fanHost, pick);
  const difference = differenceChart(differenceHost, pick);
  const drawMonth = monthSlider(monthHost, pick.choose);
  const questions = about.questions.length ? questionChart(questionHost) : null;
  const events = switchable.length
    ? eventSwitches(switchHost, { isOut: (id) => leftOut().includes(id), flip: pickWithout })
    : null;

  function drawEvents() {
    if (!events) return;
    const plot = fan.plot();
    events.draw({ events: switchable, months: about.months, out: new Set(leftOut()),
      plot: { left: plot.left, right: plot.right }, width: fan.width(),
      flow: NARROW.matches });
  }

  function draw(kind) {
    drawFan(fan);
    drawDifference(difference, differenceHost);
    drawMonth(about.months, chosen.month);
    if (kind === "month") return;
    drawFinding();
    drawEvents();
    if (questions) drawQuestions(questions);
  }
  listen((kind) => kind !== "tab" && draw(kind));
  new ResizeObserver(drawEvents).observe(switchHost);
  return draw;
}
