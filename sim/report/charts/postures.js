/** Which posture a state takes in how many histories, month by month, A above B. */

import { cursorsOf, yearAxis } from "./fan.js";
import { byMonth, frame, sidesOf } from "./frame.js";
import { linear, monthInShort, monthInWords, percent, spread } from "./scales.js";
import { between, folded, lettering, shape, sideName } from "./svg.js";

const LEFT = 40;
const RIGHT = 178; // for the words at the end of each band
const TALL = 118; // of a side
const GAP = 40; // between the sides, with the years
const LETTER = 6.6; // pixels that a letter of a name takes, at most
const LINE = 13; // from one line of a name to the next

/** Return the postures that a side ever takes, with the shares below each. */
function stacked(postures, count) {
  const below = new Array(count).fill(0);
  return postures.filter((one) => one.shares.some((share) => share >= 0.005)).map((one) => {
    const from = [...below];
    one.shares.forEach((share, k) => { below[k] += share; });
    return { ...one, from, to: [...below] };
  });
}

/** Draw a side: bands, and words at their ends. */
function sideOf(postures, plot, x, kinds) {
  const y = linear([0, 1], [plot.bottom, plot.top]);
  const xs = postures.length ? postures[0].shares.map((_, k) => x(k)) : [];
  const bands = postures.map((one) => shape("path", {
    d: between(xs, one.from.map(y), one.to.map(y)), class: `posture p${kinds.get(one.label)}` }));
  const named = postures.filter((one) => one.shares.at(-1) >= 0.03);
  const middles = named.map((one) => y((one.from.at(-1) + one.to.at(-1)) / 2));
  const names = named.map((one) => folded(`${one.words} ${percent(one.shares.at(-1))}`,
    (plot.room - 13) / LETTER));
  const most = Math.max(1, ...names.map((lines) => lines.length));
  const places = spread(middles, LINE * most, [plot.top + 4, plot.bottom - 4]);
  const words = named.map((_, k) => [
    shape("path", { d: `M${plot.right + 2} ${middles[k].toFixed(1)}L${plot.right + 10} ${
      places[k].toFixed(1)}`, class: "leader" }),
    lettering(names[k], { x: plot.right + 13,
      y: places[k] + 4 - ((names[k].length - 1) * LINE) / 2 }, { class: "posture-name" }, LINE),
  ]);
  const inside = postures.filter((one) => !named.includes(one)).map((one) => {
    const k = one.shares.indexOf(Math.max(...one.shares));
    const half = (one.words.length * LETTER) / 2;
    const fits = 2 * half <= plot.right - plot.left; // else the table has it, and the line above
    const middle = Math.min(Math.max(x(k), plot.left + half), plot.right - half);
    return fits && one.shares[k] >= 0.15 && shape("text", { x: middle, class: "posture-inside",
      y: y((one.from[k] + one.to[k]) / 2) + 4 }, one.words);
  });
  const ticks = [0, 0.5, 1].map((share) => shape("text",
    { x: plot.left - 6, y: y(share) + 4, class: "tick last" }, percent(share)));
  return [...bands, ...words.flat(), ...inside, ...ticks];
}

/** Return the numbers as a table. */
function tabled(data) {
  const sides = data.b ? ["a", "b"] : ["a"];
  const columns = sides.flatMap((key) => data[key].map((one) =>
    ({ words: `${key.toUpperCase()} ${one.words}`, shares: one.shares })))
    .filter((column) => column.shares.some((share) => share >= 0.005));
  return { caption: `${data.title}: share of histories by month`,
    columns: ["Month", ...columns.map((column) => column.words)],
    rows: data.months.map((month, k) => [month, ...columns.map((c) => percent(c.shares[k]))]) };
}

/** Return what the chart shows, as a sentence. */
function sentence(data) {
  const last = data.months.length - 1;
  const most = (postures) => {
    const best = [...postures].sort((p, q) => q.shares[last] - p.shares[last])[0];
    return best ? `${best.words} in ${percent(best.shares[last])}` : "none";
  };
  return `${data.title}: in ${monthInWords(data.months[last])} most often ${most(data.a)} of A's `
    + `histories${data.b ? `, ${most(data.b)} of B's` : ""}.`;
}

/**
 * Put a chart of postures into a page.
 * @param {Element} host
 * @param {{choose: function}} how Called with the month that a reader chooses.
 * @returns {{draw: function}} `draw({title, note, months, a: postures, b: postures or null,
 *   aName, bName, month})`, postures as [{label, words, shares}].
 */
export function postureChart(host, how) {
  const box = frame(host, "postures");

  function say(data, hover) {
    const k = hover ?? data.month;
    const held = (postures) => postures.filter((one) => one.shares[k] >= 0.005)
      .sort((p, q) => q.shares[k] - p.shares[k])
      .map((one) => `${one.words} ${percent(one.shares[k])}`).join(", ");
    const parts = [["when", `${monthInShort(data.months[k])}  `], ["a", `A ${held(data.a)}`]];
    if (data.b) parts.push(["b", `B ${held(data.b)}`]);
    box.say(parts);
  }

  function drawn(data, hover) {
    const width = box.width();
    const sides = sidesOf(data);
    const right = width - Math.min(RIGHT, width * 0.42);
    const x = linear([0, data.months.length - 1], [LEFT, right]);
    const kinds = new Map(data.a.map((one, k) => [one.label, k % 8]));
    (data.b || []).forEach((one) => kinds.has(one.label)
      || kinds.set(one.label, kinds.size % 8));
    const content = sides.flatMap((key, k) => {
      const top = 22 + k * (TALL + GAP);
      const each = { left: LEFT, right, top, bottom: top + TALL, room: width - right };
      return [
        sideName(`${key.toUpperCase()} ${key === "a" ? data.aName : data.bName}`, key,
          { x: LEFT, y: top - 8, room: width - LEFT, first: true }),
        ...sideOf(stacked(data[key], data.months.length), each, x, kinds),
        ...yearAxis(data.months, each, x), ...cursorsOf(data.month, hover, each, x),
      ];
    });
    box.show({ title: data.title, note: data.note, label: sentence(data), content,
      height: 22 + sides.length * (TALL + GAP) - 18, table: () => tabled(data) });
    say(data, hover);
    return { left: LEFT, right };
  }

  return byMonth(box, drawn, how.choose);
}
