/** The page of a group's phone: join, move, answer, and read how it went. */

import { element } from "/charts/svg.js";
import { announce, ask, notice, Refused, remember, remembered, watch } from "./asking.js";
import { answersForm } from "./answers.js";
import { debriefOf } from "./debrief.js";
import { howAMonthGoes, meanings } from "./meanings.js";
import { movesForm } from "./moves.js";
import { codeForm, seatForm } from "./seating.js";
import { movesTable, nearAndFar, newsOf, waitingFor } from "./telling.js";

const SEAT = "class-seat"; // on this device: {token, state}
const DRAFT = "class-draft"; // {month, state, moves, hope}
const main = document.getElementById("main");
let seat = remembered(SEAT);
let shown = { key: "", version: -1, form: null, room: null };

/** Show the way in. */
function joining(told) {
  const toSeat = (code, room) => {
    main.replaceChildren(...seatForm(code, room, (given) => {
      seat = given;
      remember(SEAT, seat);
      shown = { key: "", version: -1, form: null, room: null };
      main.replaceChildren(element("p", {}, "You have joined. Loading …"));
      watch(look, refused);
    }).filter(Boolean));
    main.querySelector("select, input").focus();
  };
  main.replaceChildren(...codeForm(toSeat));
  notice(told || "");
}

/** Look at the room, and show what is new. */
async function look() {
  const room = await ask(`me?since=${shown.version}`, { secret: seat.token });
  if (!room.same) show(room);
  if (shown.room.phase === "over") await over();
  return shown.room.phase !== "over" || !shown.debriefed;
}

/** Go on after a refusal, or begin anew where the seat is gone. */
function refused(error) {
  if (error.status !== 401) {
    notice(error.message);
    return true;
  }
  seat = null;
  remember(SEAT, null);
  joining(error.message);
  return false;
}

/** Send a decision; return whether it was taken. */
async function send(address, body) {
  try {
    const room = await ask(address, { secret: seat.token, body });
    notice("");
    remember(DRAFT, null);
    show(room);
    return true;
  } catch (error) {
    notice(error instanceof Refused ? error.message
      : "The server does not answer: nothing was sent. Try again.");
    return false;
  }
}

/** Show the room; the form that somebody fills stays as it is while it is for the same phase. */
function show(room) {
  const key = [room.month, room.phase, room.from_next_month, room.asked].join(" ");
  const again = key === shown.key;
  shown = { ...shown, key, version: room.version, room };
  if (!again) {
    shown.form = formOf(room);
    main.replaceChildren(head(room), ...told(room), shown.form ? shown.form.node : resting(room));
    announce(`${room.month_words}: ${room.phase === "answers" ? "answers" : "moves"}`);
    window.scrollTo(0, 0);
  }
  if (shown.form) shown.form.update(room, statusOf(room));
  const rest = main.querySelector(".resting");
  if (rest) rest.replaceChildren(...restingWords(room));
}

/** Return the form of the phase, null where there is nothing to decide. */
function formOf(room) {
  if (!room.asked) return null;
  if (room.phase === "answers") {
    return answersForm(room,
      { send: (answers) => send("answers", { month: room.month, answers }) });
  }
  const draft = remembered(DRAFT);
  const ours = draft && draft.month === room.month && draft.state === room.state ? draft : null;
  return movesForm(room, ours, {
    send: (moves, hope) => send("moves", { month: room.month, moves, hope }),
    keep: (moves, hope) => remember(DRAFT, { month: room.month, state: room.state, moves, hope }),
  });
}

/** Say what happens with a decision. */
function statusOf(room) {
  const decided = room.phase === "answers" ? room.answered : room.decided;
  return [decided ? "Received." : "", waitingFor(room)].filter(Boolean).join(" ");
}

/** Return who this is, and the month. */
function head(room) {
  const title = room.phase === "lobby" ? room.title
    : room.phase === "over" ? "The game is over" : room.month_words;
  const number = room.phase === "moves" || room.phase === "answers"
    ? ` · month ${room.number} of ${room.of}` : "";
  return element("header", {},
    element("p", { class: "small" }, "You are ", element("b", {}, room.name),
      ` · ${room.group} · game ${room.code}${number}`),
    element("h1", { tabindex: "-1" }, title), room.phase === "over" ? null : another(room));
}

/** Say how another phone of the group joins. */
function another(room) {
  return element("details", { class: "another small" },
    element("summary", {}, "Another phone for your group"),
    element("p", {}, "Open the same address on it, type the code of the game (",
      element("b", {}, room.code), "), choose “My group plays already”, and type ",
      element("b", {}, room.group_code), ". Either phone may decide; what counts is what was sent "
      + "last."));
}

/** Return what a group knows. */
function told(room) {
  if (room.phase !== "moves" && room.phase !== "answers") return [];
  const parts = [newsOf(room)];
  if (room.standing) parts.push(element("p", { class: "news" }, room.standing.join(" ")));
  if (room.phase === "answers") {
    const [near, far] = nearAndFar(room.opened || [], room.state);
    parts.push(movesTable(near, "Opened: what you and others do toward each other", true),
      far.length && element("details", { class: "more" }, element("summary", {}, "Elsewhere"),
        movesTable(far, "Among the others", true)));
  } else if (room.last) {
    const [near, far] = nearAndFar(room.last.moves, room.state);
    parts.push(movesTable(near, `Last month, ${room.last.words}: between you and others`),
      element("details", { class: "more" }, element("summary", {}, "Elsewhere last month"),
        movesTable(far, "Among the others")));
  }
  return parts.filter(Boolean);
}

/** Return what stands where nothing is to be decided. */
function resting(room) {
  const words = element("div", { class: "resting" }, restingWords(room));
  const more = room.phase === "lobby" ? [howAMonthGoes(), meanings(true)]
    : room.from_next_month ? [howAMonthGoes(), meanings()] : [];
  return element("div", {}, words, more);
}

/** Say why nothing is to be decided just now. */
function restingWords(room) {
  if (room.phase === "lobby") {
    return [element("p", {}, `You will play ${room.name} from ${room.first} to `
      + `${room.last_month}; the rules play before and after. Your teacher begins.`)];
  }
  if (room.phase === "over") return [element("p", {}, "The debrief is being worked out …")];
  if (room.from_next_month) return [element("p", {}, "You decide from next month.")];
  if (room.phase === "answers") {
    return [element("p", {}, `You are offered nothing this month. ${waitingFor(room)}`)];
  }
  return [element("p", {}, waitingFor(room))];
}

/** Show the debrief once it is there. */
async function over() {
  const debrief = await ask("debrief", { secret: seat.token });
  if (!debrief.states) {
    const words = `The debrief is being worked out: ${debrief.done} of ${debrief.of} states.`;
    main.querySelector(".resting")?.replaceChildren(element("p", {}, words));
    return;
  }
  main.replaceChildren(head(shown.room), ...debriefOf(debrief, seat.token, shown.room.state)
    .filter(Boolean));
  shown.debriefed = true;
  announce("The debrief is there.");
}

if (seat && seat.token) watch(look, refused);
else joining();
