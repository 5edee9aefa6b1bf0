/** What the page and the report have around the charts: tabs, the month's slider, choices. */

import { monthInShort, monthInWords } from "./scales.js";
import { element } from "./svg.js";

/** What may be shown of all states: key, name in titles, words of the choice, most it can be. */
const MEASURES = [["hedging", "hedging", "hedging (0 one supplier, towards 1 many)", 1],
  ["received", "support received", "support received, in patrons", null]];

/** Make a choice with a name: `options` are [value, words]. */
export function choiceOf(words, options, value, pick) {
  const select = element("select", {}, options.map(([key, name]) =>
    element("option", { value: key }, name)));
  select.value = value;
  select.addEventListener("change", () => pick(select.value));
  return element("label", { class: "choice" }, `${words} `, select);
}

/** Make the choice of what is shown of all states. */
export function measureChoice(value, pick) {
  return choiceOf("Show", MEASURES.map(([key, , words]) => [key, words]), value, pick);
}

/** Return what a chart of a measure says and spans: `{measure, most}`. */
export function measureOf(key) {
  const [, measure, , most] = MEASURES.find(([name]) => name === key);
  return { measure, most };
}

/** Return the title of what is shown of a month: "network" or "gives". */
export function titleOfTies(tab, month) {
  const what = tab === "network" ? "Who regards whom how" : "Who gives what";
  return `${what}, ${monthInWords(month)}`;
}

/**
 * Put tabs into a list; arrow keys go from one to the next.
 * @param {Element} list With role "tablist".
 * @param {Element} panel What they open.
 * @param {Array} tabs [name, words].
 * @param {function} choose Called with the name of the tab that a reader opens.
 * @returns {function} `mark(name)`: call when another tab is open.
 */
export function tabsIn(list, panel, tabs, choose) {
  const buttons = tabs.map(([name, words]) => element("button", { type: "button", role: "tab",
    id: `tab-${name}`, "data-tab": name, "aria-controls": panel.id,
    click: () => choose(name) }, words));
  list.append(...buttons);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const at = buttons.findIndex((button) => button.getAttribute("aria-selected") === "true");
    const next = (at + step + tabs.length) % tabs.length;
    choose(tabs[next][0]);
    buttons[next].focus();
  });
  return (name) => buttons.forEach((button) => {
    const isOpen = button.dataset.tab === name;
    button.setAttribute("aria-selected", String(isOpen));
    button.tabIndex = isOpen ? 0 : -1;
    if (isOpen) panel.setAttribute("aria-labelledby", button.id);
  });
}

/**
 * Put the slider of the month into a page, on the axis of the fan.
 * @param {Element} host
 * @param {function} choose Called with the month, and with whether it is still being moved.
 * @returns {function} `draw(months, month)`.
 */
export function monthSlider(host, choose) {
  const words = element("output", { for: "month", id: "month-words" });
  const slider = element("input", { type: "range", id: "month", min: 0, step: 1 });
  slider.addEventListener("input", () => choose(Number(slider.value), true));
  slider.addEventListener("change", () => choose(Number(slider.value), false));
  host.append(element("div", { class: "month" }, element("label", { for: "month" }, "Month"),
    slider, words));
  return (months, month) => {
    slider.max = months.length - 1;
    slider.value = month;
    words.textContent = monthInShort(months[month]);
    slider.setAttribute("aria-valuetext", monthInWords(months[month]));
  };
}
