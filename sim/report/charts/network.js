/** Who regards whom how: states on a circle, a line for each pair, A beside B. */

import { frame, overMarks, sidesOf } from "./frame.js";
import { percent, signed } from "./scales.js";
import { shape, sideName } from "./svg.js";

const SURE = 0.8; // share of histories that agree on the sign, below which a line is dotted
const LEAST = 0.05; // a warmth below which no line is drawn
const MOVED = 0.1; // a difference in warmth from which B's line has a halo
const MOST = 60; // lines of one network: of many states the strongest

/** Return where states stand: on a circle, the first at the top. */
function around(count, centre, radius) {
  return Array.from({ length: count }, (_, k) => {
    const angle = (2 * Math.PI * k) / count - Math.PI / 2;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
  });
}

/**
 * Return the pairs of states with their mutual warmth, strongest first.
 * @param {Object} ties stance, agree, deals: matrices from row to column.
 * @param {number} count Of states.
 */
export function pairsOf(ties, count) {
  const pairs = [];
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 1; j < count; j += 1) {
      pairs.push({ i, j, warmth: (ties.stance[i][j] + ties.stance[j][i]) / 2,
        agree: Math.min(ties.agree[i][j], ties.agree[j][i]),
        deals: ties.deals[i][j] + ties.deals[j][i] });
    }
  }
  return pairs.sort((p, q) => Math.abs(q.warmth) - Math.abs(p.warmth));
}

/** Say what a pair's line shows. */
function pairInWords(pair, ties, states) {
  const [one, other] = [states[pair.i].in_text, states[pair.j].in_text];
  const there = signed(ties.stance[pair.i][pair.j]);
  const back = signed(ties.stance[pair.j][pair.i]);
  return `${one} regards ${other} with ${there}, ${other} regards ${one} with ${back}; `
    + `${percent(pair.agree)} of histories agree on the sign; `
    + `${pair.deals.toFixed(1)} deals done so far`;
}

/**
 * Draw a network.
 * @param {Object} ties
 * @param {Array} states
 * @param {{centre: number[], radius: number}} place
 * @param {Object|null} before Ties of A: what differs from them is marked.
 */
function drawn(ties, states, place, before) {
  const { centre, radius } = place;
  const was = new Map((before ? pairsOf(before, states.length) : [])
    .map((pair) => [`${pair.i} ${pair.j}`, pair.warmth]));
  const moved = (pair) => before
    && Math.abs(pair.warmth - was.get(`${pair.i} ${pair.j}`)) >= MOVED;
  const at = around(states.length, centre, radius);
  const node = states.length > 12 ? 13 : 18;
  const lines = pairsOf(ties, states.length).slice(0, MOST)
    .filter((pair) => Math.abs(pair.warmth) >= LEAST).reverse().map((pair) => {
      const [from, to] = [at[pair.i], at[pair.j]];
      const kind = [pair.warmth < 0 ? "cold" : "warm", pair.agree < SURE ? "unsure" : ""];
      const ends = { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
      return shape("g", { class: `tie ${kind.join(" ")}`,
        "data-words": pairInWords(pair, ties, states) },
      shape("line", { ...ends, class: "tie-reach" }),
      moved(pair) && shape("line", { ...ends, class: "tie-moved",
        "stroke-width": (10 + 8 * Math.abs(pair.warmth)).toFixed(1) }),
      shape("line", { ...ends, class: "tie-line",
        "stroke-width": (1 + 8 * Math.abs(pair.warmth)).toFixed(1) }));
    });
  const nodes = states.map((state, k) => shape("g", { class: "node" },
    shape("circle", { cx: at[k][0], cy: at[k][1], r: node }),
    shape("text", { x: at[k][0], y: at[k][1] + 3.5 }, state.code)));
  return [...lines, ...nodes];
}

/** Return the numbers as a table. */
function tabled(data) {
  const rows = [];
  data.states.forEach((one, i) => data.states.forEach((other, j) => {
    if (i === j) return;
    const cells = (ties) => (ties ? [signed(ties.stance[i][j]), percent(ties.agree[i][j]),
      ties.deals[i][j].toFixed(1)] : []);
    rows.push([`${one.name} toward ${other.name}`, ...cells(data.a), ...cells(data.b)]);
  }));
  const columns = (side) => [`${side} stance`, `${side} agree on the sign`, `${side} deals`];
  return { caption: data.title, rows,
    columns: ["From, toward", ...columns("A"), ...(data.b ? columns("B") : [])] };
}

/** Return what the chart shows, as a sentence. */
function sentence(data) {
  const name = (pair) =>
    `${data.states[pair.i].in_text} and ${data.states[pair.j].in_text} ${signed(pair.warmth)}`;
  const said = (ties) => {
    const pairs = pairsOf(ties, data.states.length);
    const warm = [...pairs].sort((p, q) => q.warmth - p.warmth)[0];
    const cold = [...pairs].sort((p, q) => p.warmth - q.warmth)[0];
    return `warmest ${name(warm)}, coldest ${name(cold)}`;
  };
  return `${data.title}: in A ${said(data.a)}${data.b ? `; in B ${said(data.b)}` : ""}.`;
}

/**
 * Put a chart of networks into a page.
 * @param {Element} host
 * @returns {{draw: function}} `draw({title, note, states, a: ties, b: ties or null})`.
 */
export function networkChart(host) {
  const box = frame(host, "network");
  const walk = overMarks(box, "Solid and purple: warm. Dashed and orange: cold. Thin and dotted: "
    + "fewer than 8 in 10 histories agree on the sign. Halo: 0.1 or more away from A. Point at a "
    + "line for its numbers.");
  let data = null;

  function draw(next = data) {
    data = next;
    if (!data) return;
    const width = box.width();
    const sides = sidesOf(data);
    const beside = sides.length > 1 && width >= 460;
    const room = beside ? width / 2 : width;
    const radius = Math.min(room / 2 - 34, data.states.length > 12 ? 150 : 112);
    const tall = 2 * radius + 74;
    const content = sides.flatMap((key, k) => {
      const left = beside ? k * room : 0;
      const top = beside ? 0 : k * tall;
      return [
        sideName(`${key.toUpperCase()} ${key === "a" ? data.aName : data.bName}`, key,
          { x: left + room / 2, y: top + 14, room }),
        ...drawn(data[key], data.states, { centre: [left + room / 2, top + 44 + radius], radius },
          key === "b" ? data.a : null),
      ];
    });
    box.show({ title: data.title, note: data.note, label: sentence(data), content,
      height: beside || sides.length < 2 ? tall : 2 * tall, table: () => tabled(data) });
    walk();
  }
  box.resized(() => draw());
  return { draw };
}
