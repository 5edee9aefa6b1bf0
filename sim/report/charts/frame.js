/** What all charts have: a title, a one-sentence label, values on demand, and a table. */

import { element, shape } from "./svg.js";
import { tableOf } from "./table.js";

/**
 * Put an empty chart into a page.
 * @param {Element} host
 * @param {string} name Of the kind of chart, for style sheets.
 * @returns {Object} `svg` to draw in; `show(told)`; `say(parts)`; `width()`; `resized(redraw)`
 */
export function frame(host, name) {
  const title = element("h3", { class: "chart-title" });
  const note = element("span", { class: "chart-note" });
  const toggle = element("button", { type: "button", class: "chart-toggle" }, "Table");
  const svg = shape("svg", { role: "img", tabindex: "0", class: "chart-svg" });
  const canvas = element("div", { class: "chart-canvas" }, svg);
  const readout = element("p", { class: "chart-readout" });
  const table = element("div", { class: "chart-table", tabindex: "0", role: "region" });
  const words = element("div", { class: "chart-head" }, title, note);
  const head = element("figcaption", {}, words, toggle);
  const figure = element("figure", { class: "chart", "data-chart": name },
    head, readout, canvas, table);
  table.hidden = true;
  host.append(figure);
  let told = null;
  let wide = 0; // of the room for the chart: to measure it anew with each drawing lays the page out
  const watchers = [];
  new ResizeObserver(() => {
    const before = wide;
    wide = canvas.clientWidth;
    if (wide && wide !== before) watchers.forEach((redraw) => redraw());
  }).observe(canvas);

  /** Return how wide the room is; measured where that is not known yet. */
  function width() {
    wide ||= canvas.clientWidth;
    return Math.max(220, wide || 600);
  }

  /** Fill the table where it is open. */
  function tabulated() {
    toggle.setAttribute("aria-pressed", String(!table.hidden));
    if (!table.hidden && told) table.replaceChildren(tableOf(told.table()));
  }
  toggle.addEventListener("click", () => {
    table.hidden = !table.hidden;
    tabulated();
  });

  return {
    figure, svg, canvas,
    width,
    /** Show `{title, note, label, table, height, content}`. */
    show(next) {
      told = next;
      title.textContent = next.title;
      note.textContent = next.note || "";
      note.hidden = !next.note;
      toggle.setAttribute("aria-label", `Table of: ${next.title}`);
      table.setAttribute("aria-label", `Numbers of: ${next.title}`);
      svg.setAttribute("aria-label", next.label);
      if (next.content) {
        svg.setAttribute("viewBox", `0 0 ${width()} ${next.height}`);
        svg.setAttribute("width", width());
        svg.setAttribute("height", next.height);
        svg.replaceChildren(...next.content.flat().filter(Boolean));
      }
      tabulated();
    },
    /** Say values: a list of strings, or [class, string]. */
    say(parts) {
      readout.replaceChildren(...parts.map((part) =>
        typeof part === "string" ? part : element("span", { class: part[0] }, part[1])));
    },
    /** Call when the room for the chart changes. */
    resized(redraw) {
      watchers.push(redraw);
    },
  };
}

/**
 * Return which sides a chart draws: those that there are, or the one that is wanted alone.
 * @param {Object} data With `a`, perhaps `b`, and perhaps `only`: "a" or "b".
 */
export function sidesOf(data) {
  return ["a", "b"].filter((key) => data[key] && (!data.only || data.only === key || !data.b));
}

/**
 * Make a chart by month, on which a pointer or the arrow keys choose a month.
 * @param {Object} box From `frame`.
 * @param {function} drawn Given the data, with `months` and the `month` chosen, and the month
 *   pointed at (or null); draws, and returns where the plot lies: {left, right}.
 * @param {function} choose Called with the month that a reader chooses.
 * @returns {{draw: function, plot: function}} `draw(data)`; `plot()`: where the plot lies.
 */
export function byMonth(box, drawn, choose) {
  let data = null;
  let hover = null;
  let plot = null;

  function draw(next = data) {
    data = next;
    if (!data) return;
    if (hover >= data.months.length) hover = null; // pointed at in data of a longer period
    plot = drawn(data, hover);
  }
  const pointAt = (month) => { hover = month; draw(); };
  const at = (event) => {
    const x = event.clientX - box.svg.getBoundingClientRect().left;
    const share = (x - plot.left) / (plot.right - plot.left);
    return Math.round(Math.min(1, Math.max(0, share)) * (data.months.length - 1));
  };
  box.svg.addEventListener("pointermove", (event) => data && pointAt(at(event)));
  box.svg.addEventListener("pointerleave", () => pointAt(null));
  box.svg.addEventListener("click", (event) => data && choose(at(event)));
  box.svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !data) return;
    event.preventDefault();
    choose(Math.min(data.months.length - 1, Math.max(0, data.month + step)));
  });
  box.resized(() => draw());
  return { draw, plot: () => plot };
}

/**
 * Let a pointer or the arrow keys walk over the marks of a chart, and say what each holds.
 * Marks are elements with `data-words`.
 * @param {Object} box From `frame`.
 * @param {string} otherwise What stands there while nothing is pointed at.
 * @returns {function} To call after drawing.
 */
export function overMarks(box, otherwise) {
  let focused = -1;
  const marks = () => [...box.svg.querySelectorAll("[data-words]")];
  const say = (mark) => {
    box.svg.querySelectorAll(".lit").forEach((node) => node.classList.remove("lit"));
    if (mark) mark.classList.add("lit");
    box.say([mark ? mark.getAttribute("data-words") : otherwise]);
  };
  box.svg.addEventListener("pointerover", (event) => say(event.target.closest("[data-words]")));
  box.svg.addEventListener("pointerleave", () => say(null));
  box.svg.addEventListener("blur", () => { focused = -1; say(null); });
  box.svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const all = marks();
    if (!step || !all.length) return;
    event.preventDefault();
    focused = (focused + step + all.length) % all.length;
    say(all[focused]);
  });
  return () => say(focused >= 0 ? marks()[focused] : null);
}
