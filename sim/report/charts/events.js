/** Switches of events on a dated axis, laid out so that none covers another. */

import { dayInWords, linear, monthInShort, placeOf } from "./scales.js";
import { element, shape } from "./svg.js";

const ROW = 25; // pixels from one row of switches to the next
const APART = 5; // pixels between two switches of a row
const MOST_ROWS = 11; // what would stand lower loses its words
const HALF = 9; // pixels from the end of a switch to the middle of its dot

/** Return the words that several texts begin with alike. */
function beginning(texts) {
  const split = texts.map((text) => text.split(" "));
  const alike = split[0].findIndex((word, k) => split.some((words) => words[k] !== word));
  return (alike < 0 ? split[0] : split[0].slice(0, alike)).join(" ") || texts[0];
}

/**
 * Group events that are left out together.
 * @param {Array} given As the scenario lists them.
 * @returns {Array} [{key, ids, words, first, all}], by date.
 */
export function groupsOf(given) {
  const events = [...given].sort((one, other) => placeOf(one) - placeOf(other));
  const groups = new Map();
  for (const event of events) {
    const key = event.family || event.id;
    if (!groups.has(key)) groups.set(key, { key, ids: [], all: [], first: event });
    groups.get(key).ids.push(event.id);
    groups.get(key).all.push(event);
  }
  const listed = [...groups.values()];
  for (const group of listed)
    group.words = (group.all.length > 1 && group.first.family_name)
      || beginning(group.all.map((event) => event.short || event.title));
  return listed;
}

/** Return where a box may stand: to the right of its place and to the left, with room for it. */
function waysOf(box, room) {
  const ways = [{ turned: false, left: box.at - HALF },
    { turned: true, left: box.at + HALF - box.width }]
    .filter(({ left }) => left >= 0 && left + box.width <= room);
  const pushed = Math.max(0, Math.min(box.at - HALF, room - box.width));
  return ways.length ? ways : [{ turned: false, left: pushed }];
}

/** Put boxes into rows, each into the topmost with room; `first` says which way is tried first. */
function packed(boxes, room, first) {
  const taken = [];
  return boxes.map((box, k) => {
    const ways = waysOf(box, room).sort((p) => (p.turned === first(k) ? -1 : 1));
    for (let row = 0; ; row += 1) {
      const held = (taken[row] ||= []);
      const way = ways.find(({ left }) => held.every(([from, to]) =>
        left >= to + APART || left + box.width + APART <= from));
      if (way) {
        held.push([way.left, way.left + box.width]);
        return { ...way, row };
      }
    }
  });
}

/**
 * Find a row for each box so that no two of a row overlap, with few rows.
 * @param {Array<{at: number, width: number}>} boxes By where they stand.
 * @param {number} room Width that there is.
 * @returns {Array<{left: number, row: number, turned: boolean}>} Turned: it ends where it stands.
 */
export function rowsFor(boxes, room) {
  const near = (k, side) => boxes.filter((box, other) => (other - k) * side > 0
    && Math.abs(box.at - boxes[k].at) < 120).length;
  const ways = [() => false, (k) => near(k, 1) > near(k, -1), (k) => k % 2 === 0];
  const high = (rows) => Math.max(...rows.map((row) => row.row));
  return ways.map((first) => packed(boxes, room, first))
    .reduce((best, rows) => (high(rows) < high(best) ? rows : best));
}

/** Make the switch of a group of events. */
function switchOf(group, isOut, flip) {
  const dates = group.all.map((event) => `${dayInWords(event.date)}: ${event.title}`).join("\n");
  const times = group.all.length > 1 ? ` ×${group.all.length}` : "";
  const many = times ? `${group.all.length} events from ` : "";
  const when = element("small", {}, monthInShort(group.first.date));
  return element("button", {
    type: "button", role: "switch", "aria-checked": String(!isOut), title: dates,
    "aria-label": `${group.words}, ${many}${dayInWords(group.first.date)}`,
    class: `event${isOut ? " out" : ""}`, "data-event": group.key,
    click: () => flip(group.ids, !isOut),
  }, element("i", { "aria-hidden": "true" }), element("span", {}, group.words + times), when);
}

/** Place the switches below the axis, with a line from its date to each. */
function placed(box, drawn, data) {
  const x = linear([0, data.months.length - 1], [data.plot.left, data.plot.right]);
  const ats = data.groups.map((group) => x(placeOf(group.first)));
  const measured = () => rowsFor(drawn.map((node, k) => ({ at: ats[k], width: node.offsetWidth })),
    data.width);
  let rows = measured();
  for (let again = 0; again < 4 && rows.some((row) => row.row >= MOST_ROWS); again += 1) {
    rows.forEach((row, k) => row.row >= MOST_ROWS - again
      && drawn[k].classList.add("small"));
    rows = measured();
  }
  const lines = rows.map((row, k) => shape("line", { x1: ats[k], x2: ats[k], y1: 0,
    y2: row.row * ROW + 8, class: "to-event", "data-line": data.groups[k].key }));
  const marks = data.groups.flatMap((group) => group.all.map((event) => shape("line", {
    x1: x(placeOf(event)), x2: x(placeOf(event)), y1: -3, y2: 3, class: "to-event mark",
    "data-line": group.key })));
  drawn.forEach((node, k) => {
    node.style.left = `${rows[k].left}px`;
    node.style.top = `${rows[k].row * ROW + 2}px`;
    node.classList.toggle("turned", rows[k].turned);
  });
  const height = (Math.max(-1, ...rows.map((row) => row.row)) + 1) * ROW + 6;
  box.style.height = `${height}px`;
  return { lines: [...lines, ...marks], height };
}

/**
 * Put switches of events into a page, below a chart with a dated axis.
 * @param {Element} host
 * @param {{flip: function}} how Called with ids, and whether they are to be left out.
 * @returns {{draw: function}} `draw({events, months, out: Set of ids, plot, width, flow})`; `flow`:
 *   one after the other in lines, with their months, where the axis is too short for them.
 */
export function eventSwitches(host, how) {
  const box = element("div", { class: "events", role: "group",
    "aria-label": "Events on the axis: switch one off to see what it changes" });
  host.append(box);
  let known = "";

  /** Mark which are out, without laying them out again. */
  function marked(data) {
    for (const group of data.groups) {
      const out = group.ids.filter((id) => data.out.has(id)).length;
      const isOut = out === group.ids.length;
      const node = box.querySelector(`[data-event="${CSS.escape(group.key)}"]`);
      node.classList.toggle("out", isOut);
      node.classList.toggle("part", out > 0 && !isOut);
      node.setAttribute("aria-checked", String(!isOut));
      for (const line of box.querySelectorAll(`[data-line="${CSS.escape(group.key)}"]`))
        line.classList.toggle("out", isOut);
    }
  }

  return {
    draw(given) {
      const data = { ...given, groups: groupsOf(given.events) };
      const key = JSON.stringify([data.groups, data.months, data.plot, data.width, data.flow]);
      if (key === known) {
        marked(data);
        return;
      }
      if (!box.offsetParent) return; // not on the page now: nothing could be measured
      known = key;
      const drawn = data.groups.map((group) => {
        const isOut = () => group.ids.every((id) => how.isOut(id));
        return switchOf(group, isOut(), (ids) => how.flip(ids, !isOut()));
      });
      const svg = shape("svg", { "aria-hidden": "true", class: "event-lines" });
      box.classList.toggle("flow", Boolean(data.flow));
      box.replaceChildren(svg, ...drawn);
      if (data.flow) box.style.height = "";
      if (!drawn.length) return;
      if (data.flow) {
        marked(data);
        return;
      }
      const { lines, height } = placed(box, drawn, data);
      svg.setAttribute("width", data.width);
      svg.setAttribute("height", height);
      svg.replaceChildren(...lines);
      marked(data);
    },
  };
}
