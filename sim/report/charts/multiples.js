/** All states at a glance: a small fan of each, A and B on the same scale. */

import { bandsOf, cursorsOf, lineOf } from "./fan.js";
import { frame, overMarks, sidesOf } from "./frame.js";
import { linear, plain, signed } from "./scales.js";
import { shape } from "./svg.js";

const FIRST = 12; // states shown before a reader asks for all
const TALL = 66; // of a panel
const HEAD = 20; // above it, for its name

/** Return the states by how much B changes them at the end, or as they come. */
function ranked(data) {
  if (!data.b) return [...data.states];
  const change = (code) => Math.abs(data.b[code].q50.at(-1) - data.a[code].q50.at(-1));
  return [...data.states].sort((p, q) => change(q.code) - change(p.code));
}

/** Say what a panel shows. */
function panelInWords(state, data) {
  const path = (bands) => `${plain(bands.q50[0])} to ${plain(bands.q50.at(-1))}`;
  const b = data.b ? `; B ${path(data.b[state.code])}` : "";
  return `${state.name}, ${data.measure}: A ${path(data.a[state.code])}${b} (medians)`;
}

/** Draw the panel of a state. */
function panel(state, data, plot, most) {
  const x = linear([0, data.months.length - 1], [plot.left, plot.right]);
  const y = linear([0, most], [plot.bottom, plot.top]);
  const sides = sidesOf(data);
  const ends = sides.map((key) => plain(data[key][state.code].q50.at(-1))).join(" → ");
  return shape("g", { class: "panel", "data-words": panelInWords(state, data) },
    shape("rect", { x: plot.left, y: plot.top, width: plot.right - plot.left,
      height: plot.bottom - plot.top, class: "panel-ground" }),
    shape("text", { x: plot.left, y: plot.top - 6, class: "panel-name" }, state.name),
    shape("text", { x: plot.right, y: plot.top - 6, class: "panel-ends" }, ends),
    sides.flatMap((key) => bandsOf(data[key][state.code], key, x, y)),
    sides.map((key) => lineOf(data[key][state.code].q50, key, x, y)),
    cursorsOf(data.month, null, plot, x).slice(0, 1));
}

/** Return the numbers as a table. */
function tabled(data) {
  const cells = (bands) => ["q05", "q50", "q95"].map((name) => plain(bands[name].at(-1)));
  return { caption: `${data.title}, in the last month`,
    columns: ["State", "A 5 %", "A median", "A 95 %",
      ...(data.b ? ["B 5 %", "B median", "B 95 %", "change of the median"] : [])],
    rows: ranked(data).map((state) => {
      const [a, b] = [data.a[state.code], data.b && data.b[state.code]];
      const more = b ? [...cells(b), signed(b.q50.at(-1) - a.q50.at(-1))] : [];
      return [state.name, ...cells(a), ...more];
    }) };
}

/**
 * Put small multiples into a page.
 * @param {Element} host
 * @returns {{draw: function}} `draw({title, note, measure, months, states, a: {code: bands}, b,
 *   most, month, all})`; `all`: whether more than twelve are drawn.
 */
export function multiplesChart(host) {
  const box = frame(host, "multiples");
  const walk = overMarks(box, "All on the same scale. Point at a panel for its numbers.");
  let data = null;

  function draw(next = data) {
    data = next;
    if (!data) return;
    const width = box.width();
    const across = Math.max(1, Math.min(3, Math.floor(width / 170)));
    const wide = (width + 16) / across;
    const states = ranked(data).slice(0, data.all ? undefined : FIRST);
    const highest = (side) => Object.values(side).flatMap((bands) => bands.q95);
    const most = data.most || Math.max(0.1, ...highest(data.a), ...(data.b ? highest(data.b) : []));
    const content = states.map((state, k) => {
      const left = (k % across) * wide;
      const top = Math.floor(k / across) * (TALL + HEAD + 10) + HEAD;
      return panel(state, data, { left, right: left + wide - 16, top, bottom: top + TALL }, most);
    });
    const rows = Math.ceil(states.length / across);
    const some = states.slice(0, 6).map((state) => panelInWords(state, data)).join("; ");
    const label = `${data.title}: ${some}.`;
    box.show({ title: data.title, note: data.note, label, content, table: () => tabled(data),
      height: rows * (TALL + HEAD + 10) + 4 });
    walk();
  }
  box.resized(() => draw());
  return { draw };
}
