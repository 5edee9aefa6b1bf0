/** The right of the page: why a state did what it did in a month, over all and in one history. */

import { latest, Refused } from "./ask.js";
import { typedIn } from "./notices.js";
import { showLine, shown } from "./result.js";
import { asked, described, isChanged, keyOf, listen, state, stepMonth, update } from "./state.js";
import { dayInWords, monthInWords, percent, signed, thousands } from "/charts/scales.js";
import { element } from "/charts/svg.js";
import { scaleFor, termBars } from "/charts/terms.js";
import { typeset } from "/charts/words.js";

const FIRST = 4; // moves shown before a reader asks for all
const NEAR = 6; // partners whose moves are shown before a reader asks for all
const RARE = 0.02; // share of histories below which a move is left out
const NAMES = { envoy: "envoy", summit: "summit", trade: "trade offer", invest: "investment offer",
  cover: "diplomatic cover", drill: "joint exercise", snub: "snub", denounce: "denunciation",
  sanction: "sanctions", force: "show of force" };
const byId = (id) => document.getElementById(id);
let known = { key: "", answer: null };

const askWhy = latest("/api/why", {
  done(answer, about) {
    if (about.of !== described.a) return; // another scenario is there by now
    known = { key: about.key, answer };
    drawWhy(answer, about);
    if (shown.key === keyOf()) freshWhy(); // something else may be asked by now
  },
  failed(error) {
    byId("why").classList.remove("old");
    if (error instanceof Refused) byId("why-one").replaceChildren(
      element("p", { class: "small" }, [error.message, ...error.lines].join(" ")));
  },
});

/** Return the side asked about: B only where there is one. */
function side() {
  return isChanged() ? state.why.side : "a";
}

/** Return what tells one request from another. */
function whyKey() {
  return JSON.stringify([keyOf(), state.month, state.why.state, state.why.history, side()]);
}

/** Ask why, where something else is asked than what is shown. */
export function freshWhy() {
  if (!described.a || !state.why.state) return;
  drawControls();
  const key = whyKey();
  byId("why").classList.toggle("old", known.key !== key);
  if (known.key === key) return;
  if (!known.key) byId("why-one").replaceChildren(
    element("p", { class: "small" }, "Reliving the month…"));
  const { state: code, history } = state.why;
  askWhy(asked({ side: side(), state: code, month: state.month, history }), { key, of: described.a,
    side: side() });
}

/** Make the name of a choice and the choice. */
function choice(words, pick) {
  return element("label", { class: "choice" }, element("span", {}, words), pick);
}

/** Change part of what is asked why. */
function ask(patch) {
  update("why", { why: { ...state.why, ...patch } });
}

/** Make the field for a history's number. */
function numberField() {
  const field = element("input", { type: "number", min: 0, max: state.histories - 1, step: 1,
    id: "why-number", value: state.why.history, class: "typed" });
  field.addEventListener("change", () => {
    const value = typedIn(field, "The number of a history", state.why.history);
    if (value !== null) ask({ history: value });
  });
  return choice("number", field);
}

/** Make the button that goes a month back or on. */
function stepButton(by, sign) {
  const words = by < 0 ? "A month back" : "A month on";
  return element("button", { type: "button", class: "undo", id: by < 0 ? "why-back" : "why-on",
    "aria-label": words, title: words, click: () => stepMonth(by) }, sign);
}

/** Show the choices: whose moves, of A or B, in which history. */
function drawControls() {
  const { states } = described.a;
  const who = element("select", { id: "why-state" },
    states.map((one) => element("option", { value: one.code }, one.name)));
  who.value = state.why.state;
  who.addEventListener("change", () => ask({ state: who.value }));
  const of = element("select", { id: "why-side" }, element("option", { value: "a" }, "A"),
    element("option", { value: "b" }, "B"));
  of.value = side();
  of.disabled = !isChanged();
  of.addEventListener("change", () => ask({ side: of.value }));
  const isNumber = typeof state.why.history === "number";
  const which = element("select", { id: "why-history" },
    element("option", { value: "typical" }, "a typical history"),
    element("option", { value: "earliest" }, "the earliest history"),
    element("option", { value: "number" }, "history number…"),
    element("option", { value: "" }, "no single history"));
  which.value = isNumber ? "number" : state.why.history || "";
  which.addEventListener("change", () => ask({ history: { number: 0, "": null }[which.value]
    ?? (which.value || null) }));
  const focused = document.activeElement && document.activeElement.id;
  byId("why-controls").replaceChildren(
    element("p", { class: "why-month" }, stepButton(-1, "‹"),
      element("span", {}, monthInWords(described.a.months[state.month])), stepButton(1, "›")),
    element("div", { class: "choices" }, choice("State", who), choice("in", of),
      choice("and in", which), isNumber ? numberField() : null));
  if (focused && focused.startsWith("why-") && byId(focused)) byId(focused).focus();
}

/** Write a change of support. */
function gained(value) {
  return value === null || value === undefined ? "–" : signed(value, 3);
}

/** Say what a move did, over all histories. */
function moveRow(move) {
  const answer = move.accepted === null || move.accepted === undefined ? "–"
    : percent(move.accepted);
  const cells = [percent(move.share), answer, gained(move.gave), gained(move.partner_gave)];
  return element("tr", { title: move.words },
    element("th", { scope: "row" }, NAMES[move.move] || move.move),
    cells.map((cell) => element("td", {}, cell)));
}

/** Show the moves toward one partner, the rare ones left out. */
function partnerRows(one) {
  const partner = described.a.byState.get(one.partner);
  const often = one.moves.filter((move) => move.share >= RARE);
  const rare = one.moves.length - often.length;
  const words = `toward ${partner ? partner.in_text : one.partner}`;
  return element("tbody", {},
    element("tr", {}, element("th", { scope: "rowgroup", colspan: 5 }, words,
      rare ? element("small", { title: `made in less than ${percent(RARE)} of histories` },
        ` and ${rare} rarer`) : null)),
    often.map(moveRow));
}

/** Return the table of the moves toward some partners. */
function movesOf(partners) {
  const columns = ["move", "made", "accepted", "gained", "partner"];
  return element("table", { class: "over" },
    element("thead", {}, element("tr", {}, columns.map((words) =>
      element("th", { scope: "col" }, words)))), partners.map(partnerRows));
}

/** Show what a state did in the month, over all histories. */
function drawOver(answer) {
  const who = described.a.byState.get(answer.state);
  const partners = answer.over_all.filter((one) => one.moves.some((move) => move.share >= RARE));
  const { focus } = described.a; // of many partners the patrons come first
  const isPatron = (one) => Number(one.partner === focus.a || one.partner === focus.b);
  const near = partners.length <= NEAR ? partners
    : [...partners].sort((p, q) => isPatron(q) - isPatron(p)).slice(0, NEAR);
  const far = partners.filter((one) => !near.includes(one));
  const many = thousands(answer.histories ?? state.histories);
  const fold = element("details", { class: "over-fold", open: true },
    element("summary", {}, `Over all ${many} histories`),
    element("p", { class: "small" }, partners.length
      ? "In how many histories it made a move in this month, how often that was accepted, and "
        + "how much support it and the partner gained, on average."
      : `In this month ${who.in_text} made no move, or hardly any.`),
    partners.length ? movesOf(near) : null,
    far.length ? element("details", { class: "partner" },
      element("summary", {}, `${far.length} more partners`), movesOf(far)) : null);
  byId("why-all").replaceChildren(fold);
}

/** Say how a move compares with the likeliest other. */
function chances(move) {
  const taken = `worth ${signed(move.worth)}; chosen in ${percent(move.probability)} of such cases`;
  const lower = (words) => words.replace(/^No move/, "no move");
  const next = move.next
    ? `; likeliest alternative: ${lower(move.next.words)}, worth ${signed(move.next.worth)}, ${
      percent(move.next.probability)}` : "";
  return element("p", { class: "small" }, taken + next);
}

/** Say what the partner saw in an offer. */
function partnerSaw(move, partner, scale) {
  if (!move.partner_terms) return null;
  const name = partner ? partner.in_text : move.partner;
  const yes = move.consent === null || move.consent === undefined ? ""
    : ` It accepts in ${percent(move.consent)} of such cases.`;
  return element("details", { class: "partner" },
    element("summary", {}, `What it was worth to ${name}`),
    element("p", { class: "small" }, yes),
    termBars(move.partner_terms, null, { scale, label: `What it was worth to ${name}, by term` }));
}

/** Make the card of a move. */
function card(move, scale) {
  const partner = described.a.byState.get(move.partner);
  const answer = { true: ", accepted", false: ", declined" }[String(move.accepted)] || "";
  const rival = move.next && move.next.move !== "hold" ? move.next_terms : null;
  const outcome = answer + (move.scripted ? ", as the scenario prescribes" : "");
  return element("article", { class: "move" },
    element("h3", {}, move.words, element("span", { class: "outcome" }, outcome)),
    chances(move),
    termBars(move.terms, rival, { scale, label: `${move.words}: worth by term` }),
    partnerSaw(move, partner, scale),
    move.sentences && move.sentences.length ? element("details", { class: "partner" },
      element("summary", {}, "In words"),
      move.sentences.map((words) => element("p", { class: "small" }, typeset(words)))) : null);
}

/** Show a chronicle: the events, what the state does and gets, and folded what others do. */
function chronicle(one) {
  const listed = (kind, lines) => lines.map((line) => element("li", { class: kind }, line));
  const others = listed("other", one.others);
  const many = `${others.length} ${others.length === 1 ? "move" : "moves"} among other states`;
  const near = [...listed("happened", one.events), ...listed("own", one.own)];
  if (!near.length && !others.length)
    return [element("p", { class: "small" }, "Nothing happens in this month.")];
  return [
    near.length ? element("ul", { class: "chronicle" }, near) : "",
    others.length ? element("details", { class: "partner" }, element("summary", {}, many),
      element("ul", { class: "chronicle" }, others)) : "",
  ];
}

/** List the events that are in force in the month. */
function inForce(events) {
  if (!events.length) return "";
  return element("details", { class: "partner" },
    element("summary", {}, `${events.length} ${events.length === 1 ? "event" : "events"} in force`),
    element("ul", { class: "chronicle" }, events.map((event) =>
      element("li", { class: "happened" }, `${dayInWords(event.date)}: ${event.title}`))));
}

/** Show the month of one history. */
function drawOne(answer, of) {
  const one = answer.history;
  const host = byId("why-one");
  if (!one) {
    host.replaceChildren();
    showLine(null, "");
    return;
  }
  const kind = { typical: "a typical one", earliest: "the earliest" }[one.which];
  const scale = scaleFor(one.moves);
  const cards = one.moves.map((move) => card(move, scale));
  const rest = cards.slice(FIRST);
  host.replaceChildren(
    element("h3", { class: "one-title" }, `History ${one.number} of ${of.toUpperCase()}`,
      kind ? element("small", {}, `, ${kind}`) : null),
    one.how ? element("p", { class: "small" },
      typeset(`${one.how[0].toUpperCase()}${one.how.slice(1)}.`)) : "",
    ...chronicle(one),
    inForce(one.in_force || []),
    element("p", { class: "small key" }, "Bars: what the move is worth to the state, term by term; "
      + "dashed mark: the likeliest alternative."),
    ...cards.slice(0, FIRST),
    rest.length ? element("details", { class: "more-moves" }, element("summary", {},
      `${rest.length} more ${rest.length === 1 ? "partner" : "partners"}`), rest) : "");
  showLine(one.tilt, `history ${one.number} of ${of.toUpperCase()}`);
}

/** Show an answer. */
function drawWhy(answer, about) {
  drawOver(answer);
  drawOne(answer, about.side);
}

/** Follow the state. */
export function placeWhy() {
  listen((kind, how) => {
    if ((kind === "month" && !how.dragging) || kind === "why") freshWhy();
    else if (kind === "month") drawControls();
  });
}
