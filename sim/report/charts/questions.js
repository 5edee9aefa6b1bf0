/** The scenario's questions: in how many histories the answer is yes, in A and in B. */

import { frame } from "./frame.js";
import { linear, percent, thousands } from "./scales.js";
import { element, shape } from "./svg.js";

const LITTLE = 0.02; // a change of less than two in a hundred is folded away
const WIDE = 190; // pixels of a row's scale

/** Return what happened, in a word. */
function happened(question) {
  if (question.happened === null || question.happened === undefined) return null;
  return question.happened ? "happened" : "did not happen";
}

/** Say in how many histories it is so without any event; as a share where those are others. */
function withoutEvents(row, histories) {
  if (row.base === null || row.base === undefined) return null;
  if (!row.base_of || row.base_of === histories) return thousands(row.base);
  return `${percent(row.base / histories)} of ${thousands(row.base_of)}`;
}

/** Say a row in words. */
function rowInWords(row, histories) {
  const parts = [`${row.text}: ${thousands(row.a)}`];
  if (row.b !== null) parts.push(` with A, ${thousands(row.b)} with B`);
  parts.push(`, of ${thousands(histories)}`);
  const none = withoutEvents(row, histories);
  if (none) parts.push(`; without any event ${none}`);
  if (happened(row)) parts.push(`; in fact it ${happened(row)}`);
  return parts.join("");
}

/** Draw the scale of a row: the base rate as a line across, A as a circle, B as a square. */
function scaleOf(row, histories) {
  const x = linear([0, histories], [8, WIDE - 8]);
  const has = row.b !== null;
  const fact = row.happened === true ? WIDE - 8 : row.happened === false ? 8 : null;
  return shape("svg", { viewBox: `0 0 ${WIDE} 22`, width: WIDE, height: 22,
    class: "question-scale", "aria-hidden": "true" },
  shape("line", { x1: 8, x2: WIDE - 8, y1: 11, y2: 11, class: "rail" }),
  fact !== null && shape("path", { d: `M${fact} 16l-4 6h8z`, class: "fact" }),
  row.base !== null && row.base !== undefined && shape("line",
    { x1: x(row.base), x2: x(row.base), y1: 4, y2: 18, class: "base" }),
  has && shape("line", { x1: x(row.a), x2: x(row.b), y1: 11, y2: 11, class: "change" }),
  shape("circle", { cx: x(row.a), cy: 11, r: 5, class: "dot a" }),
  has && shape("rect", { x: x(row.b) - 4.5, y: 6.5, width: 9, height: 9, class: "dot b" }));
}

/** Make a row of the list. */
function rowOf(row, histories) {
  const none = withoutEvents(row, histories);
  const told = [
    none && `${none} without any event`,
    happened(row) && `in fact it ${happened(row)}`,
  ].filter(Boolean).join("; ");
  const counts = row.b === null
    ? [element("b", { class: "a" }, thousands(row.a))]
    : [element("b", { class: "a" }, thousands(row.a)), " → ",
      element("b", { class: "b" }, thousands(row.b))];
  return element("li", { class: "question", "data-question": row.id, title: row.fact || false },
    element("div", { class: "question-text" }, row.text,
      told && element("small", {}, told)),
    scaleOf(row, histories),
    element("div", { class: "question-count" }, counts,
      element("small", {}, ` of ${thousands(histories)}`)));
}

/** Return the numbers as a table. */
function tabled(data) {
  const hasB = data.rows.some((row) => row.b !== null);
  const count = (value) => (value === null || value === undefined ? null : thousands(value));
  return {
    caption: `${data.title}: histories of ${thousands(data.histories)} in which it is so`,
    columns: ["Question", "A", ...(hasB ? ["B"] : []), "Without any event", "In fact"],
    rows: data.rows.map((row) => [row.text, count(row.a), ...(hasB ? [count(row.b)] : []),
      withoutEvents(row, data.histories), happened(row)]),
  };
}

/**
 * Put the questions into a page.
 * @param {Element} host
 * @returns {{draw: function}} `draw({title, histories, rows: [{id, text, a, b, base, base_of,
 *   happened, fact}]})`; the largest change first.
 */
export function questionChart(host) {
  const box = frame(host, "questions");
  const list = element("ul", { class: "question-list" });
  const little = element("ul", { class: "question-list" });
  const fold = element("summary", {});
  const folded = element("details", {}, fold, little);
  box.canvas.replaceChildren(list, folded);

  return {
    draw(data) {
      const change = (row) => (row.b === null ? 0 : Math.abs(row.b - row.a) / data.histories);
      const rows = [...data.rows].sort((p, q) => change(q) - change(p));
      const compared = rows.some((row) => row.b !== null);
      const large = compared ? rows.filter((row) => change(row) >= LITTLE) : rows;
      const small = rows.filter((row) => !large.includes(row));
      list.replaceChildren(...large.map((row) => rowOf(row, data.histories)));
      const label = rows.map((row) => rowInWords(row, data.histories)).join(". ");
      list.setAttribute("aria-label", label);
      little.replaceChildren(...small.map((row) => rowOf(row, data.histories)));
      folded.hidden = !small.length;
      const answers = small.length === 1 ? "answer changes" : "answers change";
      fold.textContent = `${small.length} ${answers} by less than 2 in 100`;
      const none = compared && !large.length ? "No answer changes by 2 in 100 or more." : "";
      box.say([none || "● A  ■ B  | without any event  ▴ what happened"]);
      box.show({ title: data.title, note: data.note, label: data.title,
        table: () => tabled({ ...data, rows }) });
    },
  };
}
