/** The class's path: a tilt by month on the band of the rules' histories. */

import { bandsOf, lineOf, yearAxis } from "/charts/fan.js";
import { frame } from "/charts/frame.js";
import { linear, monthInWords, signed } from "/charts/scales.js";
import { folded, lettering, shape } from "/charts/svg.js";

const GUTTER = 84;
const TOP = 10;
const HEIGHT = 260;
const BELOW = 22;

/** Return the chart's sentence. */
function sentence(path) {
  const band = path.band;
  const month = path.months[path.class.length - 1];
  const now = month
    ? `the class stands at ${signed(path.class.at(-1))} in ${monthInWords(month)}`
    : "the class has not begun";
  return `${path.title}: ${now}; the rules end between ${signed(band.q05.at(-1))} and `
    + `${signed(band.q95.at(-1))} in nine of ten histories. +1 is ${path.high}, −1 ${path.low}.`;
}

/** Return the numbers as a table. */
function tabled(path) {
  return { caption: path.title, columns: ["Month", "this class", "rules: 5 %", "median", "95 %"],
    rows: path.months.map((month, k) => [month,
      k < path.class.length ? signed(path.class[k]) : "–",
      signed(path.band.q05[k]), signed(path.band.q50[k]), signed(path.band.q95[k])]) };
}

/**
 * Put the chart into a page.
 * @param {Element} host
 * @returns {function} Draws a path.
 */
export function pathChart(host) {
  const box = frame(host, "path");
  let path = null;
  let known = "";
  function draw() {
    const plot = { left: GUTTER, right: box.width() - 12, top: TOP, bottom: HEIGHT - BELOW };
    const x = linear([0, path.months.length - 1], [plot.left, plot.right]);
    const y = linear([-1, 1], [plot.bottom, plot.top]);
    const last = path.class.length - 1;
    const side = (words, value, shift) => lettering(folded(words, 12),
      { x: plot.left - 8, y: y(value) + shift }, { class: "tick last" });
    const [from, until] = [path.from, path.until].map((k) => x(k));
    const played = shape("rect", { x: from, y: plot.top, width: Math.max(2, until - from),
      height: plot.bottom - plot.top, class: "played" });
    const end = last >= 0 && [
      shape("circle", { cx: x(last), cy: y(path.class[last]), r: 4.5, class: "here" }),
      shape("text", { x: Math.min(x(last), plot.right - 60) + 8, y: y(path.class[last]) - 8,
        class: "here-name" }, "the class")];
    const content = [played, side(path.high, 1, 8), side("even", 0, 4), side(path.low, -1, -8),
      shape("line", { x1: plot.left, x2: plot.right, y1: y(0), y2: y(0), class: "zero" }),
      yearAxis(path.months, plot, x), bandsOf(path.band, "a", x, y),
      lineOf(path.band.q50, "a", x, y), last > 0 && lineOf(path.class, "class", x, y), end];
    box.show({ title: path.title, label: sentence(path), table: () => tabled(path),
      note: "Thick line: the class. Blue: the rules' histories (median, middle half, 90 %). "
        + "Shaded: the months that the class plays.",
      height: HEIGHT, content: content.flat(2) });
    box.say([]);
  }
  box.resized(() => path && draw());
  return (next) => {
    const now = JSON.stringify(next.class);
    if (path && now === known) return;
    [path, known] = [next, now];
    draw();
  };
}
