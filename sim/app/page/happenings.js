/** The events of the what-if panel: switches with date, source and what each does. */

import { described, flipEvents, listen, state } from "./state.js";
import { groupsOf } from "/charts/events.js";
import { dayInWords } from "/charts/scales.js";
import { element } from "/charts/svg.js";
import { typeset } from "/charts/words.js";

let rows = [];

/** Say of one event what stands in the scenario. */
function toldOf(event) {
  const does = event.does || [];
  return element("div", { class: "event-told" },
    does.length ? element("ul", {}, does.map((words) => element("li", {}, typeset(words)))) : null,
    event.note ? element("p", {}, event.note) : null,
    event.source ? element("p", { class: "because" }, `Source: ${event.source}`) : null);
}

/** Make a switch of events, and remember it. */
function switchOf(ids, key, words, small) {
  const box = element("input", { type: "checkbox", id: `event-${key}`, "data-event-box": key });
  box.addEventListener("change", () => flipEvents(ids, !box.checked));
  const node = element("div", { class: "happening-head" }, box,
    element("label", { for: box.id }, element("b", {}, words),
      small ? element("small", {}, small) : null));
  const refresh = () => {
    const out = ids.filter((id) => state.without.includes(id)).length;
    box.checked = out < ids.length;
    box.indeterminate = out > 0 && out < ids.length;
    node.classList.toggle("out", out === ids.length);
  };
  refresh();
  rows.push({ refresh });
  return node;
}

/** Make the row of an event, or of those that go together with a switch of its own for each. */
function rowOf(group) {
  const { first, all } = group;
  if (all.length === 1) {
    return element("div", { class: "happening" },
      switchOf(group.ids, group.key, first.title, dayInWords(first.date)),
      element("details", {}, element("summary", {}, "What it does, and source"), toldOf(first)));
  }
  const each = all.map((event) => [
    switchOf([event.id], `one-${event.id}`, event.title, dayInWords(event.date)), toldOf(event)]);
  return element("div", { class: "happening" },
    switchOf(group.ids, group.key, group.words, `${all.length} events, `
      + `${dayInWords(all[0].date)} to ${dayInWords(all.at(-1).date)}`),
    element("details", {}, element("summary", {}, "One by one, with sources"), each));
}

/** Show the events of B's scenario, or those that a search finds. */
export function listEvents() {
  const host = document.getElementById("events-list");
  rows = [];
  if (!described.b) return;
  const wanted = document.getElementById("search").value.toLowerCase().split(/\s+/)
    .filter(Boolean);
  const told = ({ short, title, date, id, does }) => [short, title, date, id, ...(does || [])];
  const text = (group) => [group.words, ...group.all.flatMap(told)] // by any name that is shown
    .join(" ").toLowerCase();
  const groups = groupsOf(described.b.events);
  const found = groups.filter((group) => wanted.every((word) => text(group).includes(word)));
  const none = groups.length ? "No event has these words." : "This scenario has no events.";
  host.replaceChildren(...(found.length ? found.map(rowOf)
    : [element("p", { class: "small" }, none)]));
}

/** Keep the switches as the state says. */
export function keepEvents() {
  listen((kind) => {
    if (kind === "change") rows.forEach((row) => row.refresh());
  });
}
