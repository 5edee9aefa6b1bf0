/** The way in: the code on the wall, then a free state and a name. */

import { element } from "/charts/svg.js";
import { ask, notice } from "./asking.js";

/** Return a form whose button waits for the answer, and says what was wrong. */
function formOf(words, fields, submit) {
  const button = element("button", { type: "submit", class: "main" }, words);
  return element("form", { submit: async (event) => {
    event.preventDefault();
    button.disabled = true;
    notice("");
    try {
      await submit();
    } catch (error) {
      notice(error.status ? error.message : "The server does not answer. Try again.");
    }
    button.disabled = false;
  } }, fields, button);
}

/**
 * Return the form that asks for the code.
 * @param {function} then Called with the code and what there is to choose from.
 */
export function codeForm(then) {
  const code = element("input", { type: "text", id: "code", class: "code", maxlength: 9,
    autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true });
  code.value = location.hash.slice(1, 10); // the QR code on the wall has it
  return [element("h1", {}, "Join the class’s game"),
    formOf("Go on", [element("label", { for: "code" }, "Code on the wall"), code], async () => {
      then(code.value, await ask("seats", { body: { code: code.value } }));
    })];
}

/**
 * Return the form that asks for a state and a name.
 * @param {string} code
 * @param {Object} room {title, states: [{code, name, free}]}
 * @param {function} then Called with {token, state}.
 */
export function seatForm(code, room, then) {
  const state = element("select", { id: "state" }, room.states.map((one) =>
    element("option", { value: one.code, disabled: !one.free },
      one.free ? one.name : `${one.name} (taken)`)));
  const free = room.states.find((one) => one.free);
  if (free) state.value = free.code;
  const group = element("input", { type: "text", id: "group", maxlength: 40, required: true,
    autocomplete: "off" });
  const fields = [element("label", { for: "state" }, "Your state"), state,
    element("label", { for: "group" }, "Name of your group"), group];
  return [element("p", { class: "small" }, room.title), element("h1", {}, "Choose a state"),
    free ? formOf("Join", fields, async () => {
      then(await ask("join", { body: { code, state: state.value, group: group.value } }));
    }) : element("p", {}, "All states are taken."), secondForm(code, room, then)];
}

/** Return the form for another phone of a group that plays already; null where none does. */
function secondForm(code, room, then) {
  const taken = room.states.filter((one) => !one.free);
  if (!taken.length) return null;
  const state = element("select", { id: "mine" }, taken.map((one) =>
    element("option", { value: one.code }, `${one.name} (${one.group})`)));
  const word = element("input", { type: "text", id: "group-code", class: "code", maxlength: 9,
    autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true });
  return element("details", { class: "more" },
    element("summary", {}, "My group plays already"), formOf("Join my group",
      [element("label", { for: "mine" }, "Your group"), state,
        element("label", { for: "group-code" }, "Code on your group’s first phone, under “Another "
          + "phone for your group”"), word], async () => {
        then(await ask("join", { body: { code, state: state.value, phone: word.value } }));
      }));
}
