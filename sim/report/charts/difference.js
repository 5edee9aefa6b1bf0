/** The paired difference: what B changes in each history, on the same random numbers. */

import { bandsOf, cursorsOf, lineOf, yearAxis } from "./fan.js";
import { byMonth, frame } from "./frame.js";
import { largest, linear, monthInShort, monthInWords, rounder, signed } from "./scales.js";
import { shape } from "./svg.js";

const LEFT = 74; // the same as in the fan above it
const RIGHT = 66;

/** Return what the chart shows, as a sentence. */
function told(data) {
  const worst = data.bands.q50.reduce((best, value, k) =>
    (Math.abs(value) > Math.abs(data.bands.q50[best]) ? k : best), 0);
  const most = data.bands.q50[worst];
  const when = /[1-9]/.test(signed(most))
    ? `largest in ${monthInWords(data.months[worst])}, ${signed(most)} (median)`
    : "0.00 in every month (median)";
  return `${data.title}: ${when}; at the end ${signed(data.bands.q50.at(-1))}.`;
}

/**
 * Put a chart of paired differences into a page.
 * @param {Element} host
 * @param {{choose: function}} how Called with the month that a reader chooses.
 * @returns {{draw: function}} `draw({title, note, months, bands, ends: {low, high}, month})`.
 */
export function differenceChart(host, how) {
  const box = frame(host, "difference");

  function say(data, hover) {
    const k = hover ?? data.month;
    const q = (name) => signed(data.bands[name][k]);
    box.say([["when", `${monthInShort(data.months[k])}  `],
      `${q("q50")}, half ${q("q25")} to ${q("q75")}, 90 % ${q("q05")} to ${q("q95")}`]);
  }

  function drawn(data, hover) {
    const plot = { left: LEFT, right: box.width() - RIGHT, top: 6, bottom: 84 };
    const most = Math.min(2, rounder(largest([data.bands.q05, data.bands.q95], 0.1)));
    const digits = Number.isInteger(Math.round(most * 1000) / 100) ? 1 : 2;
    const x = linear([0, data.months.length - 1], [plot.left, plot.right]);
    const y = linear([-most, most], [plot.bottom - 2, plot.top + 2]);
    const tick = (value, words) => [
      shape("line", { x1: plot.left, x2: plot.right, y1: y(value), y2: y(value),
        class: value ? "grid faint" : "zero" }),
      shape("text", { x: plot.left - 8, y: y(value) + 4, class: "tick last" }, words),
    ];
    const content = [
      tick(most, signed(most, digits)), tick(0, "none"), tick(-most, signed(-most, digits)),
      yearAxis(data.months, plot, x), bandsOf(data.bands, "d", x, y),
      lineOf(data.bands.q50, "d", x, y), cursorsOf(data.month, hover, plot, x),
      shape("text", { x: plot.right + 6, y: y(data.bands.q50.at(-1)) + 4, class: "end d" },
        signed(data.bands.q50.at(-1))),
    ];
    box.show({ title: data.title, note: data.note, label: told(data), height: 104,
      content: content.flat(2), table: () => ({
        caption: `${data.title}: quantiles by month`,
        columns: ["Month", "5 %", "25 %", "median", "75 %", "95 %", "mean"],
        rows: data.months.map((month, k) => [month, ...["q05", "q25", "q50", "q75", "q95", "mean"]
          .map((name) => signed(data.bands[name][k]))]),
      }) });
    say(data, hover);
    return plot;
  }

  return byMonth(box, drawn, how.choose);
}
