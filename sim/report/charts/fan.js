/** The fan: medians, middle halves and nine tenths of A, and of B over A, on a dated axis. */

import { byMonth, frame, sidesOf } from "./frame.js";
import { linear, monthInShort, monthInWords, plain, signed, spread, yearsOf } from "./scales.js";
import { between, folded, lettering, shape, through } from "./svg.js";

const GUTTER = 74; // pixels left of the plot, for what its ends mean
const ROOM = 66; // right of it, for the words at the ends of lines
const TOP = 8;
const BELOW = 20; // for the years

/**
 * Draw the bands of one side.
 * @param {Object} bands q05, q25, q50, q75, q95, by month.
 * @param {string} side "a" or "b".
 * @param {function} x Of a month.
 * @param {function} y Of a value.
 */
export function bandsOf(bands, side, x, y) {
  const xs = bands.q50.map((_, k) => x(k));
  const up = (name) => bands[name].map(y);
  return [
    shape("path", { d: between(xs, up("q05"), up("q95")), class: `band wide ${side}` }),
    shape("path", { d: between(xs, up("q25"), up("q75")), class: `band half ${side}` }),
  ];
}

/** Draw a line by month. */
export function lineOf(values, kind, x, y) {
  return shape("path", { d: through(values.map((v, k) => [x(k), y(v)])), class: `line ${kind}` });
}

/**
 * Draw the years below a plot.
 * @param {string[]} months
 * @param {{left: number, right: number, top: number, bottom: number}} plot
 * @param {function} x Of a month.
 */
export function yearAxis(months, plot, x) {
  return yearsOf(months, plot.right - plot.left).flatMap(({ at, words }) => [
    shape("line", { x1: x(at), x2: x(at), y1: plot.top, y2: plot.bottom, class: "grid" }),
    shape("text", { x: x(at) + 3, y: plot.bottom + 14, class: "tick" }, words),
  ]);
}

/**
 * Draw the cursor of the month chosen, and of the one pointed at.
 * @param {number} month
 * @param {number|null} hover
 * @param {Object} plot
 * @param {function} x Of a month.
 */
export function cursorsOf(month, hover, plot, x) {
  const line = (k, kind) => shape("line", { x1: x(k), x2: x(k), y1: plot.top, y2: plot.bottom,
    class: kind });
  return [line(month, "cursor"), hover !== null && hover !== month && line(hover, "hover")];
}

/**
 * Write at the end of each side's line where it ends.
 * @param {Array} sides [{key, value, y}]
 * @param {Object} plot
 * @param {function} write Writes a value: what cannot be negative has no plus.
 */
export function endsOf(sides, plot, write = signed) {
  const ys = spread(sides.map((side) => side.y), 14, [plot.top + 6, plot.bottom - 2]);
  return sides.map((side, k) => shape("text", { x: plot.right + 6, y: ys[k] + 4,
    class: `end ${side.key}` }, `${side.key.toUpperCase()} ${write(side.value)}`));
}

/** Return how values are written: with a sign, where they can be negative. */
function writerOf(data) {
  return data.domain && data.domain[0] >= 0 ? plain : signed;
}

/** Say what the bands of a side hold in a month. */
function values(bands, k, write) {
  const [low, high] = [write(bands.q25[k]), write(bands.q75[k])];
  const wide = `${write(bands.q05[k])} to ${write(bands.q95[k])}`;
  return `${write(bands.q50[k])}, half ${low} to ${high}, 90 % ${wide}`;
}

/** Return what the chart shows, as a sentence. */
function sentence(data) {
  const write = writerOf(data);
  const path = (bands) => `from ${write(bands.q50[0])} to ${write(bands.q50.at(-1))} (median)`;
  const [first, last] = [data.months[0], data.months.at(-1)].map(monthInWords);
  const b = data.b ? `; B, ${data.bName}, ${path(data.b)}` : "";
  return `${data.title}, ${first} to ${last}: A, ${data.aName}, ${path(data.a)}${b}. `
    + `Top: ${data.ends.high}; bottom: ${data.ends.low}.`;
}

/** Return the numbers as a table. */
function tabled(data) {
  const names = ["q05", "q25", "q50", "q75", "q95"];
  const sides = data.b ? ["a", "b"] : ["a"];
  return {
    caption: `${data.title}: quantiles by month`,
    columns: ["Month", ...sides.flatMap((s) => names.map((q) =>
      `${s.toUpperCase()} ${q === "q50" ? "median" : `${Number(q.slice(1))} %`}`))],
    rows: data.months.map((month, k) => [month,
      ...sides.flatMap((s) => names.map((q) => writerOf(data)(data[s][q][k])))]),
  };
}

/** Draw what lies behind the bands: the ends of the scale in words, and lines across. */
function behind(data, plot, y) {
  const { low, mid, high } = data.ends;
  const [bottom, top] = data.domain || [-1, 1];
  const span = top - bottom;
  const words = (text, value, shift) => {
    const lines = folded(text, 12);
    const at = y(value) + shift(lines.length);
    return lettering(lines, { x: plot.left - 8, y: at }, { class: "tick last" });
  };
  const across = (value, kind) => shape("line",
    { x1: plot.left, x2: plot.right, y1: y(value), y2: y(value), class: kind });
  return [
    across(bottom + 0.25 * span, "grid faint"), across(bottom + 0.75 * span, "grid faint"),
    across(bottom + 0.5 * span, "zero"), words(high, top, () => 8),
    words(mid, bottom + 0.5 * span, () => 4), words(low, bottom, (n) => -12 * (n - 1)),
  ];
}

/** Draw a line down for each event that is left out. */
function leftOut(data, plot, x) {
  return (data.out || []).map((at) => shape("line",
    { x1: x(at), x2: x(at), y1: plot.top, y2: plot.bottom, class: "left-out" }));
}

/**
 * Put a fan chart into a page.
 * @param {Element} host
 * @param {{choose: function}} how Called with the month that a reader chooses.
 * @returns {{draw: function, plot: function, width: function}} `draw({title, note, months, a, b,
 *   aName, bName, domain: [low, high], by default −1 to 1, ends: {low, mid, high}, line, lineName,
 *   out, month})`; `plot()`: where the plot lies; `width()`: of the whole chart.
 */
export function fanChart(host, how) {
  const box = frame(host, "fan");

  /** Say the values of the month pointed at, else of the month chosen. */
  function say(data, hover) {
    const k = hover ?? data.month;
    const parts = [["when", `${monthInShort(data.months[k])}  `]];
    parts.push(["a", `A ${values(data.a, k, writerOf(data))}`]);
    if (data.b) parts.push(["b", `B ${values(data.b, k, writerOf(data))}`]);
    if (data.line) parts.push(["one", `${data.lineName} ${signed(data.line[k])}`]);
    box.say(parts);
  }

  function drawn(data, hover) {
    const height = data.height || 236;
    const plot = { left: GUTTER, right: box.width() - ROOM, top: TOP, bottom: height - BELOW };
    const x = linear([0, data.months.length - 1], [plot.left, plot.right]);
    const y = linear(data.domain || [-1, 1], [plot.bottom - 4, plot.top + 4]);
    const sides = sidesOf(data);
    const ends = sides.map((key) => ({ key, value: data[key].q50.at(-1),
      y: y(data[key].q50.at(-1)) }));
    const content = [
      behind(data, plot, y), yearAxis(data.months, plot, x),
      sides.map((key) => bandsOf(data[key], key, x, y)), leftOut(data, plot, x),
      data.line && lineOf(data.line, "one", x, y),
      sides.map((key) => lineOf(data[key].q50, key, x, y)),
      cursorsOf(data.month, hover, plot, x), endsOf(ends, plot, writerOf(data)),
    ];
    box.show({ title: data.title, note: data.note, label: sentence(data),
      table: () => tabled(data), height, content: content.flat(2) });
    say(data, hover);
    return plot;
  }

  return { ...byMonth(box, drawn, how.choose), width: () => box.width() };
}
