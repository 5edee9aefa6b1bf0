/** Tabs below the questions: network, postures, who gives what, all states. */

import { choiceOf, measureChoice, measureOf, tabsIn, titleOfTies } from "../charts/controls.js";
import { heatChart } from "../charts/heat.js";
import { multiplesChart } from "../charts/multiples.js";
import { networkChart } from "../charts/network.js";
import { postureChart } from "../charts/postures.js";
import { element } from "../charts/svg.js";
import { change, choose, chosen, data, listen, whole } from "./store.js";

const TABS = [["network", "Network"], ["gives", "Who gives what"], ["postures", "Postures"],
  ["states", "All states"]];
const { about } = data;
const known = about.states.filter((one) => data.sides[0].shown.includes(one.code));

const MAKERS = {
  network: (host) => networkChart(host),
  gives: (host) => heatChart(host),
  postures(host) {
    host.append(choiceOf("State", known.map((one) => [one.code, one.name]), chosen.state,
      (state) => choose("tab", { state })));
    return postureChart(host, { choose: (month) => choose("month", { month }) });
  },
  states(host) {
    host.append(measureChoice(chosen.measure, (measure) => choose("tab", { measure })));
    return multiplesChart(host);
  },
};

/** Return what a tab draws. */
function dataOf(tab) {
  const { a, b, aName, bName } = whole();
  const common = { aName, bName, months: about.months, states: known, month: chosen.month,
    only: chosen.only, note: change() ? "the scenario as written" : "" };
  if (tab === "network" || tab === "gives")
    return { ...common, title: titleOfTies(tab, about.months[chosen.month]),
      a: a.ties[chosen.month], b: b && b.ties[chosen.month] };
  if (tab === "postures") {
    const name = known.find((one) => one.code === chosen.state).in_text;
    return { ...common, title: `Postures of ${name}`, a: a.postures[chosen.state],
      b: b && b.postures[chosen.state] };
  }
  const what = measureOf(chosen.measure);
  const all = known.length === about.states.length ? "All" : "The foremost";
  return { ...common, ...what, title: `${all} ${known.length} states: ${what.measure}`,
    a: a[chosen.measure],
    b: b && b[chosen.measure] };
}

/**
 * Put the tabs into the page.
 * @param {Element} host
 */
export function placeMore(host) {
  const panel = element("div", { id: "live-panel", role: "tabpanel", tabindex: "0" });
  const list = element("div", { class: "tabs", role: "tablist",
    "aria-label": "More about the result" });
  const mark = tabsIn(list, panel, TABS, (tab) => choose("tab", { tab }));
  host.append(list, panel);
  let chart = null;

  function open() {
    mark(chosen.tab);
    panel.replaceChildren();
    chart = MAKERS[chosen.tab](panel);
    chart.draw(dataOf(chosen.tab));
  }
  listen((kind) => (kind === "tab" ? open() : chart.draw(dataOf(chosen.tab))));
  return open;
}
