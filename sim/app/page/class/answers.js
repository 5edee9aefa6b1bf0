/** The phone's second phase: yes or no to each deal that is offered. */

import { element } from "/charts/svg.js";
import { whyFold } from "./why.js";

/** Return an offer with its two answers. */
function offerBlock(offer, answered, changed) {
  const radio = (yes, words) => element("label", { class: "choice" },
    element("input", { type: "radio", name: `from-${offer.asker}`, value: yes ? "yes" : "no",
      checked: answered === yes, required: true, change: changed }), words);
  const why = whyFold(offer.text, () => [offer.why]);
  const node = element("fieldset", { class: "offer" }, element("legend", {}, offer.text),
    element("p", { class: "small" }, offer.brings),
    element("div", { class: "choices" }, radio(true, "accept"), radio(false, "decline")),
    element("p", { class: "small rules" }, offer.rules), why.fold);
  const value = () => node.querySelector("input:checked")?.value;
  const put = (yes) => {
    node.querySelector(`input[value=${yes ? "yes" : "no"}]`).checked = true;
  };
  return { asker: offer.asker, node, value, put };
}

/**
 * Return the form of a month's answers.
 * @param {Object} room What the phone was told.
 * @param {{send: function}} how `send(answers)`.
 */
export function answersForm(room, how) {
  const button = element("button", { type: "submit", class: "main" });
  const status = element("p", { class: "small", role: "status" });
  const blocks = room.offers.map((offer) =>
    offerBlock(offer, room.answered ? room.answered[offer.asker] : null, () => changed()));
  let sent = Boolean(room.answered);
  let seen = JSON.stringify(room.answered); // what the server has, perhaps from another phone

  function shown() {
    button.textContent = sent ? "Answered" : room.answered ? "Answer again"
      : "Answer · you may change it until all have answered";
    button.disabled = sent || room.paused;
  }
  function changed() {
    sent = false;
    shown();
  }
  const form = element("form", { submit: async (event) => {
    event.preventDefault();
    button.disabled = true;
    const answers = blocks.map((one) => [one.asker, one.value() === "yes"]);
    sent = await how.send(Object.fromEntries(answers));
    shown();
  } }, element("h2", {}, "What you are offered"), blocks.map((one) => one.node), button, status);
  shown();
  return { node: form, update(next, words) {
    room = next;
    const now = JSON.stringify(room.answered);
    const elsewhere = now !== seen;
    seen = now;
    if (elsewhere && room.answered) {
      for (const one of blocks) one.put(room.answered[one.asker]);
      sent = true;
    }
    status.textContent = words;
    shown();
  } };
}
