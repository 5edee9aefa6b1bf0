/** The events of the what-if panel: switches with date, source and what each does. */

import { described, flipEvents, listen, state } from "./state.js";
import { groupsOf } from "/charts/events.js";
import { dayInWords } from "/charts/scales.js";
import { element } from "/charts/svg.js";

let rows = [];

/** Say of one event what stands in the scenario. */
function toldOf(event) {
  const does = event.does || [];
  return element("div", { class: "event-told" },
    element("p", {}, `${dayInWords(event.date)}: ${event.title}`),
    does.length ? element("ul", {}, does.map((words) => element("li", {}, words))) : null,
    event.note ? element("p", {}, event.note) : null,
    event.source ? element("p", { class: "because" }, `Source: ${event.source}`) : null);
}

/** Make the row of events that go together. */
function rowOf(group) {
  const box = element("input", { type: "checkbox", role: "switch",
    id: `event-${group.key}`, "data-event-box": group.key });
  box.addEventListener("change", () => flipEvents(group.ids, !box.checked));
  const first = group.first;
  const together = group.all.length > 1 ? `, with ${group.all.length - 1} more that follow` : "";
  const node = element("div", { class: "happening" },
    element("div", { class: "happening-head" }, box,
      element("label", { for: box.id }, element("b", {}, first.title),
        element("small", {}, ` ${dayInWords(first.date)}${together}`))),
    element("details", {}, element("summary", {}, "What it does, and source"),
      group.all.map(toldOf)));
  const refresh = () => {
    const out = group.ids.every((id) => state.without.includes(id));
    box.checked = !out;
    node.classList.toggle("out", out);
  };
  refresh();
  rows.push({ refresh });
  return node;
}

/** Show the events of B's scenario, or those that a search finds. */
export function listEvents() {
  const host = document.getElementById("events-list");
  rows = [];
  if (!described.b) return;
  const wanted = document.getElementById("search").value.toLowerCase().split(/\s+/)
    .filter(Boolean);
  const text = (group) => group.all.map((event) =>
    `${event.title} ${event.date} ${event.id} ${(event.does || []).join(" ")}`).join(" ")
    .toLowerCase();
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
