/** The wall: who has decided, what happened, the class's path; and what the teacher does. */

import { element } from "/charts/svg.js";
import { announce, ask, notice, Refused, watch } from "./asking.js";
import { debriefOf } from "./debrief.js";
import { pathChart } from "./path.js";
import { listed, movesTable, newsOf } from "./telling.js";

const secret = location.hash.slice(1); // of the link, where the wall is on another machine
const place = (id) => document.getElementById(id);
const draw = pathChart(place("path"));
let known = "";
let debriefed = false;
let room = null;
let until = null; // what is chosen where the rules may play some months

/** Do something as the teacher. */
async function lead(what, more = {}) {
  try {
    const next = await ask("lead", { secret, body: { what, ...more } });
    notice("");
    show(next);
  } catch (error) {
    notice(error instanceof Refused ? error.message : "The server does not answer. Try again.");
  }
}

/** Look at the room, and show it. */
async function look() {
  show(await ask("wall", { secret }));
  if (room.phase !== "over" || debriefed) return true;
  const debrief = await ask("debrief", { secret });
  if (debrief.states) {
    debriefed = true;
    place("debrief").replaceChildren(...debriefOf(debrief, secret, null).filter(Boolean));
    announce("The debrief is there.");
  } else {
    place("debrief").replaceChildren(element("p", {},
      `The debrief is being worked out: ${debrief.done} of ${debrief.of} states.`));
  }
  return true;
}

/** Go on after a refusal by saying it. */
function refused(error) {
  notice(error.message);
  return error.status !== 403;
}

/** Show the room where anything in it is new. */
function show(next) {
  const now = JSON.stringify({ ...next, path: null });
  const month = room && room.month;
  room = next;
  draw(room.path);
  if (now === known) return;
  known = now;
  const focused = document.activeElement?.id;
  place("head").replaceChildren(...head());
  place("left").replaceChildren(...left());
  place("told").replaceChildren(...told());
  if (focused && place(focused)) place(focused).focus();
  if (month !== room.month) announce(room.month_words);
}

/** Return how to join, and the month. */
function head() {
  const where = room.where[0] || "this machine is in no network";
  const titles = { lobby: room.title, over: "The game is over" };
  const title = titles[room.phase] || `${room.month_words}, month ${room.number} of ${room.of}`;
  return [element("p", { class: "join" }, "Join at ", element("b", {}, where), " with the code ",
    element("b", {}, room.code)), element("h1", {}, title), newsOf(room)]
    .filter(Boolean);
}

/** Return who plays, and the teacher's buttons. */
function left() {
  const cell = (word, later) => element("td", { class: `step ${word}` },
    later ? "next month" : word === "rules" ? "" : word || "–");
  const on = room.phase === "moves" || room.phase === "answers";
  const rows = room.states.map((one) => element("tr", { class: one.away ? "away" : "" },
    element("th", { scope: "row" }, one.name),
    element("td", {}, one.group || "the rules", one.away && element("em", {}, " (away)")),
    on && [cell(one.moves, one.later), cell(one.answers, one.later)],
    element("td", {}, one.group && room.phase !== "over" && freeing(one))));
  const heads = ["state", "played by", ...(on ? ["moves", "answers"] : []), ""];
  const caption = on ? "Who has decided" : "Who plays";
  const table = element("table", { class: "who" }, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, heads.map((words) => words
      ? element("th", { scope: "col" }, words) : element("td", {})))),
    element("tbody", {}, rows));
  return [table, element("p", { class: "small" }, rule()), buttons(),
    element("p", { class: "small" }, `Kept in ${room.file}`)];
}

/** Say what holds in this phase. */
function rule() {
  if (room.phase === "lobby") {
    return `The class plays ${room.first} to ${room.last_month}; the rules play before and after, `
      + "and whoever is away. Groups may join later, too.";
  }
  if (room.phase === "over") return "After the last month of the class the rules played on.";
  return "All moves are opened together; then each group answers what it is offered. Decisions can "
    + "be changed until all have decided, and not after. The rules play whoever is away.";
}

/** Return the button that takes a seat from a group. */
function freeing(one) {
  return element("button", { type: "button", class: "quiet", id: `free-${one.code}`,
    "aria-label": `Free the seat of ${one.in_text}`, click: () => {
      const sure = `Take ${one.in_text} from ${one.group}? The rules play it until another joins.`;
      if (confirm(sure)) lead("release", { state: one.code });
    } }, "free seat");
}

/** Return the teacher's buttons. */
function buttons() {
  const button = (id, words, click, more = {}) =>
    element("button", { type: "button", id, click, ...more }, words);
  if (room.phase === "lobby") {
    const joined = room.states.filter((one) => one.group).length;
    const groups = joined === 1 ? "1 group" : `${joined} groups`;
    return element("p", { class: "buttons" },
      button("begin", `Begin with ${groups}`, () => lead("begin"), { class: "main" }));
  }
  if (room.phase === "over") return element("p", {});
  const now = { month: room.month, phase: room.phase };
  const without = room.waiting.length ? `Go on without ${listed(room.waiting)}` : "Go on";
  return element("div", {}, element("p", { class: "buttons" },
    button("go-on", without, () => lead("go-on", now), { disabled: room.paused }),
    room.paused ? button("pause", "Resume", () => lead("resume"), { class: "main" })
      : button("pause", "Pause", () => lead("pause"))), skipping());
}

/** Return what lets the rules play some months. */
function skipping() {
  if (room.phase !== "moves") return null;
  const select = element("select", { id: "skip" }, room.skips.map((one) =>
    element("option", { value: one.month }, `up to ${one.words}`)),
  element("option", { value: "" }, "to the end"));
  if ([...select.options].some((one) => one.value === until)) select.value = until;
  select.addEventListener("change", () => { until = select.value; });
  return element("p", { class: "buttons small" },
    element("label", { for: "skip" }, "Short of time? The rules play "), select,
    element("button", { type: "button", id: "skip-now", click: () => {
      const words = select.selectedOptions[0].textContent;
      if (confirm(`Let the rules play ${words}?`)) lead("skip", { month: select.value });
    } }, "Let them"));
}

/** Return what happened last month, or what was opened in this. */
function told() {
  if (room.phase === "lobby") return invitation();
  if (room.opened) return [movesTable(room.opened, "Opened: the moves of this month", true)];
  if (room.last) return [movesTable(room.last.moves, `Last month, ${room.last.words}`)];
  return [];
}

/** Say how groups join. */
function invitation() {
  const [where] = room.where;
  const address = `${location.protocol}//${where}`;
  const steps = where ? [
    ["Join this room’s network with your phone, and open ", address],
    ["Type the code ", room.code], ["Choose a state, and name your group.", ""],
  ] : [["This machine is in no network: nobody can join from a phone.", ""]];
  return [element("ol", { class: "invitation" }, steps.map(([words, bold]) =>
    element("li", {}, words, element("b", {}, bold)))),
  room.square && element("figure", { class: "square" },
    element("img", { src: room.square, alt: `QR code of ${address} with the code ${room.code}` }),
    element("figcaption", {}, "Or point the phone’s camera here: the code is typed already."))]
    .filter(Boolean);
}

watch(look, refused);
