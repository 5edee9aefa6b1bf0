/** Tabs below the questions: network, postures, who gives what, all states. */

import { heatChart } from "../charts/heat.js";
import { multiplesChart } from "../charts/multiples.js";
import { networkChart } from "../charts/network.js";
import { postureChart } from "../charts/postures.js";
import { monthInWords } from "../charts/scales.js";
import { element } from "../charts/svg.js";
import { change, choose, chosen, data, listen, whole } from "./store.js";

const TABS = [["network", "Network"], ["gives", "Who gives what"], ["postures", "Postures"],
  ["states", "All states"]];
const { about } = data;
const known = about.states.filter((one) => data.sides[0].shown.includes(one.code));

/** Make a labelled choice. */
function choice(words, options, value, pick) {
  const select = element("select", {}, options.map(([key, name]) =>
    element("option", { value: key }, name)));
  select.value = value;
  select.addEventListener("change", () => pick(select.value));
  return element("label", { class: "choice" }, `${words} `, select);
}

const MAKERS = {
  network: (host) => networkChart(host),
  gives: (host) => heatChart(host),
  postures(host) {
    host.append(choice("State", known.map((one) => [one.code, one.name]), chosen.state,
      (state) => choose("tab", { state })));
    return postureChart(host, { choose: (month) => choose("month", { month }) });
  },
  states(host) {
    host.append(choice("Show", [["hedging", "hedging (0 one supplier, towards 1 many)"],
      ["received", "support received, in patrons"]], chosen.measure,
    (measure) => choose("tab", { measure })));
    return multiplesChart(host);
  },
};

/** Return what a tab draws. */
function dataOf(tab) {
  const { a, b, aName, bName } = whole();
  const when = monthInWords(about.months[chosen.month]);
  const common = { aName, bName, months: about.months, states: known, month: chosen.month,
    only: chosen.only, note: change() ? "the scenario as written" : "" };
  if (tab === "network" || tab === "gives")
    return { ...common, title: `${tab === "network" ? "Who regards whom how" : "Who gives what"}, ${
      when}`, a: a.ties[chosen.month], b: b && b.ties[chosen.month] };
  if (tab === "postures") {
    const name = known.find((one) => one.code === chosen.state).in_text;
    return { ...common, title: `Postures of ${name}`, a: a.postures[chosen.state],
      b: b && b.postures[chosen.state] };
  }
  const measure = chosen.measure === "hedging" ? "hedging" : "support received";
  const all = known.length === about.states.length ? "All" : "The foremost";
  return { ...common, title: `${all} ${known.length} states: ${measure}`, measure,
    most: chosen.measure === "hedging" ? 1 : null, a: a[chosen.measure],
    b: b && b[chosen.measure] };
}

/**
 * Put the tabs into the page.
 * @param {Element} host
 */
export function placeMore(host) {
  const panel = element("div", { id: "live-panel", role: "tabpanel", tabindex: "0" });
  const buttons = TABS.map(([name, words]) => element("button", { type: "button", role: "tab",
    id: `live-tab-${name}`, "aria-controls": "live-panel",
    click: () => choose("tab", { tab: name }) }, words));
  const list = element("div", { class: "tabs", role: "tablist",
    "aria-label": "More about the result" }, buttons);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const at = TABS.findIndex(([name]) => name === chosen.tab);
    const next = (at + step + TABS.length) % TABS.length;
    choose("tab", { tab: TABS[next][0] });
    buttons[next].focus();
  });
  host.append(list, panel);
  let chart = null;

  function open() {
    buttons.forEach((button, k) => {
      const isOpen = TABS[k][0] === chosen.tab;
      button.setAttribute("aria-selected", String(isOpen));
      button.tabIndex = isOpen ? 0 : -1;
      if (isOpen) panel.setAttribute("aria-labelledby", button.id);
    });
    panel.replaceChildren();
    chart = MAKERS[chosen.tab](panel);
    chart.draw(dataOf(chosen.tab));
  }
  listen((kind) => (kind === "tab" ? open() : chart.draw(dataOf(chosen.tab))));
  return open;
}
