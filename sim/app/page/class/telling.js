/** What phones and wall both tell: events, moves, who is waited for. */

import { element } from "/charts/svg.js";

/** Join words as a sentence does: "Russia, China and Japan". */
export function listed(words) {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Return the events of a month, or null where there are none. */
export function newsOf(room) {
  if (!room.news.length) return null;
  const lines = room.news.map((one) =>
    element("p", {}, element("b", {}, `${one.day}: `), one.text));
  return element("div", { class: "news" }, lines);
}

/**
 * Return moves as a table: what was done, and how it was answered.
 * @param {Array} moves
 * @param {string} caption
 * @param {boolean} open Whether they are still to be answered.
 */
export function movesTable(moves, caption, open = false) {
  const rows = moves.map((move) => element("tr", {},
    element("td", {}, move.text),
    element("td", { class: `answer ${move.answer}` }, move.answer || "")));
  const none = element("tr", {}, element("td", {}, open ? "Nobody moves." : "Nothing happened."));
  return element("table", { class: "moves" }, element("caption", {}, caption),
    element("tbody", {}, rows.length ? rows : none));
}

/** Split moves into those that a state makes or meets, and the others. */
export function nearAndFar(moves, state) {
  const near = moves.filter((move) => move.source === state || move.target === state);
  return [near, moves.filter((move) => !near.includes(move))];
}

/** Say for whom the month waits. */
export function waitingFor(room) {
  if (room.paused) return "Paused by the teacher.";
  return room.waiting.length ? `Waiting for ${listed(room.waiting)}.` : "";
}
