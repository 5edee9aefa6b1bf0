/** The numbers of a chart as a table. */

import { element } from "./svg.js";

/**
 * Return a table.
 * @param {{caption: string, columns: string[], rows: Array[]}} told The first cell of a row is
 *   its heading.
 */
export function tableOf(told) {
  const head = told.columns.map((words) => element("th", { scope: "col" }, words));
  const body = told.rows.map((row) => element("tr", {}, row.map((cell, k) =>
    element(k ? "td" : "th", k ? {} : { scope: "row" }, cell === null ? "–" : String(cell)))));
  return element("table", {}, element("caption", {}, told.caption),
    element("thead", {}, element("tr", {}, head)), element("tbody", {}, body));
}
