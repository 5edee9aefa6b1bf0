/** What matters most: what the result becomes at the low and the high end of each parameter. */

import { frame, overMarks } from "./frame.js";
import { linear, short, signed } from "./scales.js";
import { lettering, folded, shape } from "./svg.js";

const ROW = 40;
const LEFT = 168;
const RIGHT = 24;

/** Say what a row shows. */
function rowInWords(row) {
  const at = (end) => (end ? `${signed(end.result)} at ${short(end.value)}` : "being computed");
  return `${row.words}: ${at(row.low)}, ${at(row.high)}`;
}

/** Draw a row: a bar between the two results, with the value at each end. */
function rowOf(row, k, x) {
  const y = 26 + k * ROW;
  const words = lettering(folded(row.words, 24).slice(0, 2), { x: LEFT - 12, y: y + 2 },
    { class: "tick last swing-name" }, 13);
  if (!row.low || !row.high)
    return shape("g", { class: "swing" }, words,
      shape("text", { x: LEFT, y: y + 6, class: "tick" }, "…"));
  const [from, to] = [Math.min(row.low.result, row.high.result),
    Math.max(row.low.result, row.high.result)];
  const end = (one) => shape("text", { x: x(one.result) + (one.result === from ? -5 : 5), y: y + 6,
    class: `tick ${one.result === from ? "last" : ""}` }, short(one.value));
  const [low, high] = row.low.result <= row.high.result ? [row.low, row.high] : [row.high, row.low];
  return shape("g", { class: "swing", "data-words": rowInWords(row) }, words,
    shape("rect", { x: x(from), y: y - 6, width: Math.max(1.5, x(to) - x(from)), height: 16,
      rx: 2, class: "swing-bar" }),
    low === high ? null : [end(low), end(high)]);
}

/**
 * Put a chart of swings into a page.
 * @param {Element} host
 * @returns {{draw: function}} `draw({title, note, base, rows: [{words, low: {value, result} or
 *   null, high}]})`; `base`: the result as written.
 */
export function swingChart(host) {
  const box = frame(host, "swings");
  const walk = overMarks(box,
    "One number at a time. At the ends of a bar: the number's value.");
  let data = null;

  function draw(next = data) {
    data = next;
    if (!data) return;
    const ready = data.rows.filter((row) => row.low && row.high);
    const ends = [data.base, ...ready.flatMap((row) => [row.low.result, row.high.result])];
    const [low, high] = [Math.min(...ends) - 0.02, Math.max(...ends) + 0.02];
    const x = linear([low, high], [LEFT + 26, box.width() - RIGHT - 26]);
    const bottom = 26 + data.rows.length * ROW - 10;
    const content = [
      shape("line", { x1: x(data.base), x2: x(data.base), y1: 8, y2: bottom, class: "base-line" }),
      ...data.rows.map((row, k) => rowOf(row, k, x)),
      shape("text", { x: x(data.base), y: bottom + 14, class: "tick middle" },
        `as written ${signed(data.base)}`),
    ];
    box.show({ title: data.title, note: data.note, content, height: bottom + 22,
      label: `${data.title}: as written ${signed(data.base)}; ${
        data.rows.map(rowInWords).join("; ")}.`,
      table: () => ({ caption: data.title,
        columns: ["Parameter", "low", "result", "high", "result"],
        rows: data.rows.map((row) => [row.words, ...[row.low, row.high].flatMap((end) =>
          (end ? [short(end.value), signed(end.result)] : [null, null]))]) }) });
    walk();
  }
  box.resized(() => draw());
  return { draw };
}
