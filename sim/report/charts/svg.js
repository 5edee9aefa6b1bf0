/** Makers of elements, for the charts and for whatever page shows them. */

const SVG_SPACE = "http://www.w3.org/2000/svg";

/**
 * Give an element its attributes and children.
 * A function is a listener of the event that it is named after ("click"); `value` and `checked`
 * are properties; false, null and undefined leave an attribute out; true writes it empty.
 * @param {Element} node
 * @param {Object} attributes
 * @param {Array} children Elements, strings or numbers; null and false are left out.
 * @returns {Element} The same element.
 */
function furnished(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (name === "value" || name === "checked") node[name] = value;
    else if (value !== false && value !== null && value !== undefined)
      node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

/** Make an HTML element: `element("p", {class: "small"}, "words")`. */
export function element(tag, attributes = {}, ...children) {
  return furnished(document.createElement(tag), attributes, children);
}

/** Make an SVG element: `shape("line", {x1: 0, x2: 9})`. */
export function shape(tag, attributes = {}, ...children) {
  return furnished(document.createElementNS(SVG_SPACE, tag), attributes, children);
}

/**
 * Make a text of one or several lines.
 * @param {string[]} lines
 * @param {{x: number, y: number}} at Where the first line stands.
 * @param {Object} attributes Of the text.
 * @param {number} leading From one line to the next.
 */
export function lettering(lines, at, attributes = {}, leading = 12) {
  const spans = lines.map((line, k) => shape("tspan", { x: at.x, y: at.y + k * leading }, line));
  return shape("text", attributes, ...spans);
}

const BOLD = 7.2; // pixels that a letter of a side's name takes, at most

/**
 * Write above a side what it is: cut off where there is no room for it, and then in full on hover.
 * @param {string} words
 * @param {string} key "a", "b" or "d".
 * @param {{x: number, y: number, room: number, first: boolean}} at Where it begins (`first`) or has
 *   its middle, and the pixels that there are for it.
 */
export function sideName(words, key, at) {
  const most = Math.max(2, Math.floor(at.room / BOLD));
  const short = words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words;
  return shape("text", { x: at.x, y: at.y, class: `side-name${at.first ? " first" : ""} ${key}` },
    short, short !== words && shape("title", {}, words));
}

const SHORT = 8; // pixels that a line through a single month is long

/** Return the path through points [x, y], with a tenth of a pixel; of one point a short line. */
export function through(points) {
  if (points.length === 1) return through([points[0], [points[0][0] + SHORT, points[0][1]]]);
  return points.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/**
 * Return the closed path between two lines over the same x.
 * @param {number[]} xs
 * @param {number[]} lower In pixels.
 * @param {number[]} upper In pixels.
 */
export function between(xs, lower, upper) {
  const there = xs.map((x, k) => [x, upper[k]]);
  const back = xs.map((x, k) => [x, lower[k]]).reverse();
  if (xs.length === 1) {
    there.push([xs[0] + SHORT, upper[0]]);
    back.unshift([xs[0] + SHORT, lower[0]]);
  }
  return `${through([...there, ...back])}Z`;
}

/** Break words into lines of at most so many letters. */
export function folded(words, most) {
  const lines = [];
  for (const word of String(words).split(" ")) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + word.length < most) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
