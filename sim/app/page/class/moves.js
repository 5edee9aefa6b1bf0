/** The phone's first phase: a move toward each other state, and what it should bring. */

import { element } from "/charts/svg.js";
import { plain, signed } from "/charts/scales.js";
import { meanings } from "./meanings.js";
import { whyFold } from "./why.js";

const FEW = 12; // partners that are shown at once; the others are folded away
const NEEDS = ["economy", "security", "recognition"];

/** Return the menu of moves toward a state, grouped into deals and acts. */
function menu(partner, chosen, changed) {
  const names = partner.options.map((one) => one.move);
  const words = new Map(partner.options.map((one) => [one.move, one.words]));
  const group = (label, wanted) => element("optgroup", { label },
    wanted.map((move) => element("option", { value: move, selected: move === chosen },
      words.get(move))));
  const deals = partner.options.filter((one) => one.deal >= 0)
    .sort((one, other) => one.deal - other.deal).map((one) => one.move);
  const acts = names.filter((move) => move !== "hold" && !deals.includes(move)).sort();
  const select = element("select", { id: `to-${partner.code}`, change: changed },
    element("option", { value: "hold" }, "no move"),
    group("Deals: the other must accept", deals), group("Acts: need no consent", acts));
  select.value = chosen;
  return select;
}

/** Say how two states stand. */
function tie(partner) {
  const gives = partner.support.map((much, k) => [NEEDS[k], much])
    .filter(([, much]) => much >= 0.005).map(([need, much]) => `${need} ${plain(much)}`);
  return `Gives you ${gives.join(", ") || "nothing"}. Its stance toward you: ${
    signed(partner.its)}, yours toward it: ${signed(partner.own)}. Your trust that it accepts: ${
    plain(partner.trust)}.`;
}

/** Return the row of a partner, and what reads its menu. */
function row(partner, chosen, changed) {
  if (partner.prescribed) {
    const node = element("div", { class: "partner" },
      element("b", {}, partner.name),
      element("p", { class: "small" }, `${partner.prescribed}: the scenario prescribes it.`));
    return { code: partner.code, value: () => null, put() {}, node };
  }
  const select = menu(partner, chosen, () => { why.show(); changed(); });
  const why = whyFold(`Moves toward ${partner.in_text}`, () => {
    const picked = partner.options.find((one) => one.move === select.value);
    return [picked, ...partner.options.filter((one) => one !== picked).slice(0, 3)];
  });
  const node = element("div", { class: "partner" },
    element("label", { for: select.id }, element("b", {}, partner.name)), select,
    element("p", { class: "small" }, tie(partner)),
    element("p", { class: "small rules" }, `The rules would choose: ${partner.rules}`), why.fold);
  const put = (move) => { select.value = move; why.show(); };
  return { code: partner.code, value: () => select.value, put, node };
}

/**
 * Return the form of a month's moves.
 * @param {Object} room What the phone was told.
 * @param {Object|null} draft {moves, hope} that was begun before, if any.
 * @param {{send: function, keep: function}} how `send(moves, hope)`; `keep(moves, hope)` a draft.
 */
export function movesForm(room, draft, how) {
  const known = draft || { moves: room.decided || {}, hope: room.hope || "" };
  const button = element("button", { type: "submit", class: "main" });
  const status = element("p", { class: "small", role: "status" });
  const hope = element("input", { type: "text", id: "hope", maxlength: 300, value: known.hope,
    autocomplete: "off", input: () => changed() });
  const rows = room.partners.map((partner) =>
    row(partner, known.moves[partner.code] || "hold", () => changed()));
  const read = () => Object.fromEntries(rows.map((one) => [one.code, one.value()])
    .filter(([, move]) => move && move !== "hold"));
  let sent = Boolean(room.decided) && !draft;
  let seen = JSON.stringify(room.decided); // what the server has, perhaps from another phone

  function shown() {
    button.textContent = sent ? "Decided" : room.decided ? "Decide again"
      : "Decide · you may change it until all have decided";
    button.disabled = sent || room.paused;
  }
  function changed() {
    sent = false;
    how.keep(read(), hope.value);
    shown();
  }
  const nodes = rows.map((one) => one.node);
  const more = nodes.length > FEW && element("details", { class: "more" },
    element("summary", {}, `${nodes.length - FEW} more states`), nodes.slice(FEW));
  const form = element("form", { submit: async (event) => {
    event.preventDefault();
    button.disabled = true;
    sent = await how.send(read(), hope.value);
    shown();
  } }, element("h2", {}, "Your moves this month"), meanings(), nodes.slice(0, FEW), more,
  element("label", { for: "hope", class: "small" },
    "What do you hope for? (goes into the debrief)"), hope, button, status);
  shown();
  return { node: form, update(next, words) {
    room = next;
    const now = JSON.stringify(room.decided);
    const elsewhere = now !== seen;
    seen = now;
    if (elsewhere && room.decided) {
      for (const one of rows) one.put(room.decided[one.code] || "hold");
      hope.value = room.hope || "";
      sent = true;
    }
    status.textContent = words;
    shown();
  } };
}
