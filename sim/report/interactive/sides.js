/** Which sides of a comparison are drawn: both, or one alone; and which scenario is B. */

import { element } from "../charts/svg.js";
import { choose, chosen, data, listen } from "./store.js";

/** Make the buttons that draw one side alone, or both. */
function toggle() {
  const names = [["a", "A"], ["b", "B"], [null, "Both"]];
  const buttons = names.map(([only, words]) => element("button", { type: "button",
    click: () => choose("side", { only }) }, words));
  const refresh = () => buttons.forEach((button, k) =>
    button.setAttribute("aria-pressed", String(names[k][0] === chosen.only)));
  return { refresh, node: element("div", { class: "side-toggle", role: "group",
    "aria-label": "Draw A, B or both" }, buttons) };
}

/** Make the names of the sides, B's as a choice where there are several. */
function sideNames() {
  const a = element("span", { class: "side" }, element("b", { class: "chip a" }, "A"),
    data.sides[0].label);
  const others = data.sides.slice(1);
  const chip = element("b", { class: "chip b" }, "B");
  if (others.length === 1) return [a, element("span", { class: "side" }, chip, others[0].label)];
  const pick = element("select", { "aria-label": "B, the scenario compared with A" },
    others.map((one, k) => element("option", { value: k + 1 }, one.label)));
  pick.addEventListener("change", () => choose("side", { other: Number(pick.value) }));
  return [a, element("label", { class: "side" }, chip, pick)];
}

/**
 * Put the choice of sides into the page, where there are two or more.
 * @param {Element} host
 */
export function placeSides(host) {
  if (data.sides.length < 2) return;
  const buttons = toggle();
  host.append(element("h2", {}, "Side by side"));
  host.append(element("div", { class: "sides" }, sideNames(), buttons.node));
  listen((kind) => kind === "side" && buttons.refresh());
  buttons.refresh();
}
