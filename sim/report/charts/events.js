/** Switches of events on a dated axis, laid out so that none covers another. */

import { dayInWords, linear, placeOf } from "./scales.js";
import { element, shape } from "./svg.js";

const ROW = 26; // pixels from one row of switches to the next
const APART = 5; // pixels between two switches of a row
const MOST_ROWS = 6; // with more, switches lose their words
const OFTEN = 3; // as often as this, an event recurs and is drawn small

/** Return the part of an event's id before any year: exercises of every spring share it. */
function kindOf(id) {
  return id.split("-").slice(0, 3).filter((part) => !/^\d+$/.test(part)).join("-");
}

/**
 * Group events that are left out together.
 * @param {Array} events As the scenario lists them.
 * @returns {Array} [{ids, words, first, all, recurs}], by date.
 */
export function groupsOf(events) {
  const groups = new Map();
  const kinds = new Map();
  for (const event of events) {
    const key = event.family || event.id;
    if (!groups.has(key)) groups.set(key, { key, ids: [], all: [], first: event });
    const group = groups.get(key);
    group.ids.push(event.id);
    group.all.push(event);
    kinds.set(kindOf(event.id), (kinds.get(kindOf(event.id)) || 0) + 1);
  }
  const listed = [...groups.values()].sort((g, h) => placeOf(g.first) - placeOf(h.first));
  for (const group of listed) {
    group.words = group.first.short || group.first.title;
    group.recurs = group.ids.length === 1 && kinds.get(kindOf(group.first.id)) >= OFTEN;
  }
  return listed;
}

/**
 * Find a row for each box so that no two of a row overlap, the topmost that has room.
 * @param {Array<{at: number, width: number}>} boxes By where they stand.
 * @param {number} room Width that there is.
 * @returns {Array<{left: number, row: number, turned: boolean}>} Turned: it ends where it stands.
 */
export function rowsFor(boxes, room) {
  const taken = [];
  return boxes.map((box) => {
    const turned = box.at - 9 + box.width > room;
    const left = turned ? Math.max(0, box.at + 9 - box.width) : Math.max(0, box.at - 9);
    const free = (row) => (taken[row] || [])
      .every(([from, to]) => left >= to + APART || left + box.width + APART <= from);
    let row = 0;
    while (!free(row)) row += 1;
    (taken[row] ||= []).push([left, left + box.width]);
    return { left, row, turned };
  });
}

/** Make the switch of a group of events. */
function switchOf(group, isOut, flip) {
  const dates = group.all.map((event) => `${dayInWords(event.date)}: ${event.title}`).join("\n");
  return element("button", {
    type: "button", role: "switch", "aria-checked": String(!isOut), title: dates,
    "aria-label": `${group.words}, ${dayInWords(group.first.date)}`,
    class: `event${isOut ? " out" : ""}${group.recurs ? " recurs" : ""}`, "data-event": group.key,
    click: () => flip(group.ids, !isOut),
  }, element("i", { "aria-hidden": "true" }), element("span", {}, group.words));
}

/** Place the switches below the axis, with a line from its date to each. */
function placed(box, drawn, data) {
  const x = linear([0, data.months.length - 1], [data.plot.left, data.plot.right]);
  const ats = data.groups.map((group) => x(placeOf(group.first)));
  const measured = () => rowsFor(drawn.map((node, k) => ({ at: ats[k], width: node.offsetWidth })),
    data.width);
  let rows = measured();
  if (Math.max(...rows.map((row) => row.row)) >= MOST_ROWS) {
    box.classList.add("crowded");
    rows = measured();
  }
  const lines = rows.map((row, k) => shape("line", { x1: ats[k], x2: ats[k], y1: 0,
    y2: row.row * ROW + 8, class: drawn[k].classList.contains("out") ? "to-event out"
      : "to-event" }));
  drawn.forEach((node, k) => {
    node.style.left = `${rows[k].left}px`;
    node.style.top = `${rows[k].row * ROW + 2}px`;
    node.classList.toggle("turned", rows[k].turned);
  });
  const height = (Math.max(-1, ...rows.map((row) => row.row)) + 1) * ROW + 6;
  box.style.height = `${height}px`;
  return { lines, height };
}

/**
 * Put switches of events into a page, below a chart with a dated axis.
 * @param {Element} host
 * @param {{flip: function}} how Called with ids, and whether they are to be left out.
 * @returns {{draw: function}} `draw({events, months, out: Set of ids, plot, width})`.
 */
export function eventSwitches(host, how) {
  const box = element("div", { class: "events", role: "group",
    "aria-label": "Events on the axis: switch one off to see what it changes" });
  host.append(box);
  let known = "";

  /** Mark which are out, without laying them out again. */
  function marked(data) {
    for (const node of box.querySelectorAll(".event")) {
      const group = data.groups.find((one) => one.key === node.dataset.event);
      const isOut = group.ids.every((id) => data.out.has(id));
      node.classList.toggle("out", isOut);
      node.setAttribute("aria-checked", String(!isOut));
    }
  }

  return {
    draw(given) {
      const data = { ...given, groups: groupsOf(given.events) };
      const key = JSON.stringify([data.groups.map((group) => group.key), data.plot, data.width]);
      if (key === known) {
        marked(data);
        return;
      }
      if (!box.offsetParent) return; // not on the page now: nothing could be measured
      known = key;
      box.classList.remove("crowded");
      const drawn = data.groups.map((group) => {
        const isOut = () => group.ids.every((id) => how.isOut(id));
        return switchOf(group, isOut(), (ids) => how.flip(ids, !isOut()));
      });
      const svg = shape("svg", { "aria-hidden": "true", class: "event-lines" });
      box.replaceChildren(svg, ...drawn);
      if (!drawn.length) return;
      const { lines, height } = placed(box, drawn, data);
      svg.setAttribute("width", data.width);
      svg.setAttribute("height", height);
      svg.replaceChildren(...lines);
    },
  };
}
