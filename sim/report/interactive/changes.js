/** The panel "What if…": one of the changes that were computed beforehand. */

import { groupsOf } from "../charts/events.js";
import { monthInShort, short, thousands } from "../charts/scales.js";
import { element } from "../charts/svg.js";
import { chosen, choose, data, listen } from "./store.js";

const all = data.what_ifs ? data.what_ifs.changes : [];

/** Return where the change is that leaves out an event, alone or with others; -1 for none. */
function whereWithout(ids) {
  return all.findIndex((one) => one.without.includes(ids[0]));
}

/**
 * Leave events out, which puts back whatever else was changed; or put them back.
 * @param {string[]} ids
 * @param {boolean} out
 */
export function pickWithout(ids, out) {
  choose("change", { change: out ? whereWithout(ids) : -1 });
}

/** Make the choice among events. */
function eventChoice() {
  const groups = groupsOf(data.about.events).filter((group) => whereWithout(group.ids) >= 0);
  if (!groups.length) return null;
  const pick = element("select", { id: "live-event" },
    element("option", { value: -1 }, "all events happen"),
    groups.map((group) => {
      const times = group.all.length > 1 ? ` ×${group.all.length}` : "";
      return element("option", { value: whereWithout(group.ids) },
        `left out: ${group.words}${times}, ${monthInShort(group.first.date)}`);
    }));
  pick.addEventListener("change", () => choose("change", { change: Number(pick.value) }));
  const refresh = () => {
    const now = all[chosen.change];
    pick.value = now && now.without.length ? chosen.change : -1;
    pick.classList.toggle("changed", pick.value !== "-1");
  };
  return { refresh, node: element("label", { class: "what-event" },
    element("b", {}, "An event"), pick) };
}

/** Return how far along its slider a number's own value stands, 0..1. */
function along(number) {
  return number.stops.indexOf(number.value) / (number.stops.length - 1);
}

/** Make the slider of a number, which stops where something was computed. */
function numberSlider(number, k) {
  const id = `live-number-${k}`;
  const { stops } = number;
  const slider = element("input", { type: "range", id, min: 0, max: stops.length - 1, step: 1,
    value: stops.indexOf(number.value) });
  const told = element("output", { for: id });
  const tick = element("i", { class: "tick-a", "aria-hidden": "true" });
  const node = element("div", { class: "what-number", "data-path": number.path,
    title: `${number.meaning} Why ${short(number.value)}: ${number.why}` },
  element("div", { class: "what-head" }, element("label", { for: id }, element("b", {},
    number.who), `: ${number.what}`), told),
  element("div", { class: "slide" }, tick, slider));
  const where = (value) => all.findIndex((one) => one.set[number.path] === value);
  slider.addEventListener("input", () =>
    choose("change", { change: where(stops[Number(slider.value)]) }));
  const refresh = () => {
    const now = all[chosen.change];
    const value = now && number.path in now.set ? now.set[number.path] : number.value;
    const changed = value !== number.value;
    slider.value = stops.indexOf(value);
    node.classList.toggle("changed", changed);
    told.textContent = changed ? `${short(number.value)} → ${short(value)}` : short(value);
    slider.setAttribute("aria-valuetext", changed
      ? `${short(value)}, as written ${short(number.value)}` : `${short(value)}, as written`);
  };
  tick.style.left = `calc(${along(number)} * (100% - 16px) + 8px)`;
  return { node, refresh };
}

/**
 * Put the panel into the page.
 * @param {Element} host
 */
export function placeChanges(host) {
  if (!all.length) {
    if (data.why_no_what_ifs)
      host.append(element("p", { class: "live-note" }, data.why_no_what_ifs));
    return;
  }
  const { numbers, histories, how_known: how } = data.what_ifs;
  const back = element("button", { type: "button", class: "what-back",
    click: () => choose("change", { change: -1 }) }, "As written");
  const rows = [eventChoice(), ...numbers.map(numberSlider)].filter(Boolean);
  const panel = element("section", { class: "what-ifs", "aria-labelledby": "what-title" },
    element("div", { class: "what-top" }, element("h2", { id: "what-title" }, "What if…"), back),
    element("p", { class: "live-note" }, "Move a number or switch an event off to see what it "
      + `alone changes, in ${thousands(histories)} histories. One change at a time; for `
      + "combinations: ", element("code", {}, "sim app SCENARIO")),
    element("div", { class: "what-rows" }, rows.map((row) => row.node)),
    element("p", { class: "live-note" }, how
      ? `How these numbers were chosen: ${how[0].toLowerCase()}${how.slice(1)}.`
      : "Which numbers matter most is not known for this scenario: sim app works it out."));
  host.append(panel);
  const refresh = () => {
    rows.forEach((row) => row.refresh());
    back.disabled = chosen.change < 0;
  };
  listen((kind) => kind === "change" && refresh());
  refresh();
}
