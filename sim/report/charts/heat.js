/** Who gives what: a square for each giver and receiver, and what B changes of it. */

import { frame, overMarks, sidesOf } from "./frame.js";
import { largest, plain, signed } from "./scales.js";
import { shape, sideName } from "./svg.js";

const LEFT = 44; // pixels for the givers' codes
const TOP = 42; // for the side's name and the receivers' codes
const STEPS = 6; // shades, of which each has a class

/** Return the shade of a value, 0 (none) to 6. */
function shade(value, most) {
  return Math.min(STEPS, Math.ceil((STEPS * Math.abs(value)) / most - 1e-9));
}

/** Draw one square of squares. */
function grid(cells, states, at, how) {
  const { size, most, words, kind, write } = how;
  const codes = states.flatMap((state, k) => [
    shape("text", { x: at.x - 6, y: at.y + (k + 0.5) * size + 4, class: "tick last" }, state.code),
    shape("text", { x: at.x + (k + 0.5) * size, y: at.y - 6, class: "tick middle" },
      size >= 30 ? state.code : state.code.slice(0, 2)),
  ]);
  const squares = cells.flatMap((row, i) => row.map((value, j) => {
    if (i === j) return null;
    const sign = value < 0 ? "less" : "more";
    const level = write(value) === "·" ? 0 : shade(value, most);
    const [x, y] = [at.x + j * size, at.y + i * size];
    return shape("g", { class: `cell ${kind} ${sign} s${level}`, "data-words": words(i, j) },
      shape("rect", { x: x + 1, y: y + 1, width: size - 2, height: size - 2, rx: 2 }),
      size >= 30 && shape("text", { x: x + size / 2, y: y + size / 2 + 4 }, write(value)));
  }));
  return [...codes, ...squares];
}

/** Return the squares of squares: what A gives and what B changes of it, or one side alone. */
function partsOf(data) {
  const parts = sidesOf(data).map((key) => ({ key, cells: data[key].support, kind: "given",
    name: `${key.toUpperCase()} ${data[`${key}Name`]}`,
    write: (value) => (value >= 0.005 ? plain(value) : "·") }));
  if (parts.length < 2) return parts;
  return [parts[0], { key: "d", cells: data.change, kind: "changed", name: "B − A",
    write: (value) => (Math.abs(value) >= 0.005 ? signed(value) : "·") }];
}

/** Return the numbers as a table. */
function tabled(data) {
  const rows = [];
  data.states.forEach((giver, i) => data.states.forEach((receiver, j) => {
    if (i === j) return;
    const [a, b] = [data.a.support[i][j], data.b && data.b.support[i][j]];
    rows.push([`${giver.name} to ${receiver.name}`, plain(a, 3),
      ...(data.b ? [plain(b, 3), signed(b - a, 3)] : [])]);
  }));
  return { caption: `${data.title}, in patrons`, rows,
    columns: ["Giver, receiver", "A", ...(data.b ? ["B", "B − A"] : [])] };
}

/** Return what the chart shows, as a sentence. */
function sentence(data) {
  const found = (cells, sign) => {
    let best = null;
    cells.forEach((row, i) => row.forEach((value, j) => {
      if (i !== j && (!best || sign(value) > sign(best.value))) best = { i, j, value };
    }));
    const [from, to] = [data.states[best.i].in_text, data.states[best.j].in_text];
    return { words: `${from} to ${to}`, value: best.value };
  };
  const most = found(data.a.support, (value) => value);
  const head = `${data.title}: in A most goes from ${most.words}, ${plain(most.value)} patrons`;
  if (!data.b) return `${head}.`;
  const change = found(data.change, Math.abs);
  return `${head}; B changes most from ${change.words}, ${signed(change.value)}.`;
}

/**
 * Put a chart of who gives what into a page.
 * @param {Element} host
 * @returns {{draw: function}} `draw({title, note, states, a: ties, b: ties or null})`.
 */
export function heatChart(host) {
  const box = frame(host, "heat");
  const walk = overMarks(box, "Rows give, columns receive; 1 is all that one great power can give. "
    + "Point at a square for its numbers.");
  let data = null;

  /** Say what a square shows. */
  function words(i, j) {
    const [giver, receiver] = [data.states[i].in_text, data.states[j].in_text];
    const a = data.a.support[i][j];
    const b = data.b && data.b.support[i][j];
    const more = data.b ? ` in A, ${plain(b, 3)} in B (${signed(b - a, 3)})` : "";
    return `From ${giver} to ${receiver}: ${plain(a, 3)} patrons${more}`;
  }

  function draw(next = data) {
    if (!next) return;
    data = { ...next, change: next.b && next.b.support.map((row, i) =>
      row.map((value, j) => value - next.a.support[i][j])) };
    const width = box.width();
    const parts = partsOf(data);
    const beside = parts.length > 1 && width >= 460;
    const room = (beside ? width / 2 : width) - LEFT - 10;
    const size = Math.min(44, room / data.states.length);
    const tall = TOP + size * data.states.length + 14;
    const content = parts.flatMap((part, k) => {
      const at = { x: LEFT + (beside ? (k * width) / 2 : 0), y: TOP + (beside ? 0 : k * tall) };
      const most = largest(part.cells, part.kind === "given" ? 0.1 : 0.02);
      return [sideName(part.name, part.key, { x: at.x, y: at.y - 26, room, first: true }),
        ...grid(part.cells, data.states, at, { size, most, words, ...part })];
    });
    box.show({ title: data.title, note: data.note, label: sentence(data), content,
      height: beside || parts.length < 2 ? tall : 2 * tall, table: () => tabled(data) });
    walk();
  }
  box.resized(() => draw());
  return { draw };
}
