/** The top of the page: which scenarios, what A and B are, and what to do with them. */

import { fetched, latest, Refused } from "./ask.js";
import { openDialog } from "./dialog.js";
import { linkOf } from "./link.js";
import { mention, notice } from "./notices.js";
import { shown } from "./result.js";
import { asked, described, isChanged, isOwnFile, reset, state } from "./state.js";
import { element } from "/charts/svg.js";
import { typeset } from "/charts/words.js";

const OWN = "(your file)";
const FILE = "(open a file)";
const KINDS = [["svg", "This figure as SVG"], ["png", "This figure as PNG"],
  ["pdf", "This figure as PDF"], ["csv", "Numbers as CSV"], ["report", "The whole report"]];
const byId = (id) => document.getElementById(id);

/** Fill a picker. */
function filled(pick, first, file, listed) {
  const own = file ? [element("option", { value: OWN }, `Your file ${file.name}`)] : [];
  pick.replaceChildren(...first, ...own, ...listed.filter((one) => one.localName === "option"),
    element("option", { value: FILE }, "A file of yours…"),
    ...listed.filter((one) => one.localName !== "option"));
}

/** Return a scenario as an option. */
function optionOf(one) {
  return element("option", { value: one.name }, one.title);
}

/** Return the scenarios for B; those that cannot be compared with A stand last, with the reason. */
function forB() {
  const { list, whyNot } = described;
  const reasons = [...new Set(list.map((one) => whyNot[one.name]).filter(Boolean))].sort();
  const groups = reasons.map((why) => element("optgroup",
    { label: `Not comparable with A: ${why}`, disabled: true },
    ...list.filter((one) => whyNot[one.name] === why).map((one) => optionOf(one))));
  return [...list.filter((one) => !whyNot[one.name]).map((one) => optionOf(one)), ...groups];
}

const askPartners = latest("/api/partners", {
  done(answer, about) {
    if (about.a !== described.a) return; // another scenario is there by now
    described.whyNot = answer.why_not;
    drawPickers();
  },
  failed() {}, // whoever chooses one that cannot be compared is told so then
});

/** Learn which scenarios can be compared with A, once for each A. */
export function freshPartners() {
  if (described.partnersOf === described.a) return;
  described.partnersOf = described.a;
  askPartners(state.which, { a: described.a });
}

/** Show in the pickers what is set, and beside B in words what differs. */
export function drawPickers() {
  filled(byId("scenario"), [], state.which.file, described.list.map((one) => optionOf(one)));
  byId("scenario").value = state.which.file ? OWN : state.which.scenario;
  const none = element("option", { value: "", id: "same" }, "compare with…");
  filled(byId("other"), [none], state.other && state.other.file, forB());
  byId("other").value = state.other ? (state.other.file ? OWN : state.other.scenario) : "";
  drawChips();
}

/** Say what A and B are. */
export function drawChips() {
  const { answer } = shown;
  const b = isChanged() && answer ? answer.b : null;
  const words = b ? b.label : "changed";
  const same = byId("same");
  const joined = /^(without|changed)\b/.test(words) ? words : `with ${words}`;
  const told = isChanged() && !state.other ? `A ${typeset(joined)}` : "compare with…";
  if (same) same.textContent = told;
  byId("chip-b").classList.toggle("off", !isChanged());
  const many = state.without.length + Object.keys(state.set).length;
  byId("chips").textContent = state.other && many
    ? `and ${many} ${many === 1 ? "change" : "changes"}` : "";
  byId("chips").title = byId("other").title = b ? b.changes.join("; ") || words : "";
  byId("reset").disabled = !many;
}

/** Hand a file to the reader. */
export function handOver(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Copy the link to what is shown. */
async function copyLink() {
  if (isOwnFile()) {
    notice("done", "A link cannot hold a file of yours. Save the scenario and send the file.");
    return;
  }
  const address = location.href;
  try {
    await navigator.clipboard.writeText(address);
    mention("The link is copied: whoever has the program sees the same numbers.");
  } catch {
    notice("link", "The browser does not let this page copy. The link is:", { lines: [address] });
  }
}

/** Save B as a scenario, under a name that the reader gives. */
async function saved(name) {
  const { set, without, which, other } = state;
  const told = await fetched("/api/save", { ...(other || which), set, without, name });
  const answer = await told.json();
  handOver(answer.name, new Blob([answer.text], { type: "application/toml" }));
  const where = answer.saved ? ` It is also in ${answer.saved}.` : "";
  mention(`${answer.name} is saved (hash ${answer.hash}): "sim run ${answer.name}" gives the same `
    + `histories.${where}`);
}

/** Ask for the name of a scenario to save. */
function saveDialog() {
  const field = element("input", { type: "text", id: "save-name", value: "mine", required: true,
    pattern: "[A-Za-z0-9][A-Za-z0-9_\\-]*", autocomplete: "off",
    title: "Letters, digits, - and _; first a letter or a digit" });
  const told = element("p", { class: "small refusal", role: "alert" });
  const form = element("form", { method: "dialog" },
    element("p", {}, isChanged()
      ? "B becomes a small file: the name of the scenario that it extends, and your changes."
      : "Nothing is changed: the file will be A under another name."),
    element("label", {}, "Name (letters, digits, - and _) ", field), told,
    element("div", { class: "buttons" },
      element("button", { type: "submit", class: "main" }, "Save"),
      element("button", { type: "button", click: () => byId("dialog").close() }, "Cancel")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await saved(field.value);
      byId("dialog").close();
    } catch (error) {
      told.textContent = error instanceof Refused ? [error.message, ...error.lines].join(" ")
        : "The server cannot be reached.";
    }
  });
  openDialog("Save as scenario", [form]);
  field.select();
}

/** Return the name of a file that the server sends. */
function nameOf(answer, kind) {
  const told = answer.headers.get("content-disposition") || "";
  const found = told.match(/filename="?([^";]+)"?/);
  return found ? found[1] : `hedging.${kind === "report" ? "html" : kind}`;
}

/** Offer the figures of what is shown; what was chosen stays where it is among them. */
function offerFigures() {
  const pick = byId("download-figure");
  const figures = Object.entries(shown.answer ? shown.answer.figures || {} : {});
  const { value } = pick;
  pick.replaceChildren(...figures.map(([name, words]) =>
    element("option", { value: name }, words)));
  if (figures.some(([name]) => name === value)) pick.value = value;
}

/** Download a figure, the numbers or the report. */
async function downloaded(kind, button) {
  const words = button.textContent;
  button.disabled = true;
  button.textContent = `${words}: being made…`;
  try {
    const answer = await fetched("/api/download", asked({ kind,
      figure: byId("download-figure").value || "fan" }));
    handOver(nameOf(answer, kind), await answer.blob());
    byId("download").open = false;
  } catch (error) {
    notice("download", error instanceof Refused ? error.message
      : "The server cannot be reached: nothing was downloaded.",
    { lines: error instanceof Refused ? error.lines : [] });
  }
  button.disabled = false;
  button.textContent = words;
}

/** Put the address bar's hash right. */
export function drawLink(hash) {
  const link = isOwnFile() ? location.pathname : linkOf(hash); // no link holds a file
  if (location.hash !== link) history.replaceState(null, "", link);
}

/**
 * Make the top bar work.
 * @param {{pick: function, file: function}} how `pick("which" or "other", scenario or null)`;
 *   `file("which" or "other")` opens a file of the reader's.
 */
export function placeTopbar(how) {
  for (const [id, as] of [["scenario", "which"], ["other", "other"]]) {
    byId(id).addEventListener("change", (event) => {
      const { value } = event.target;
      if (value === FILE) how.file(as);
      else if (value !== OWN) how.pick(as, value ? { scenario: value } : null);
      if (value === FILE || value === OWN) drawPickers();
    });
  }
  byId("reset").addEventListener("click", reset);
  byId("copy").addEventListener("click", copyLink);
  byId("save").addEventListener("click", saveDialog);
  byId("download").addEventListener("toggle", offerFigures);
  const figure = element("div", { class: "menu-pick" },
    element("label", { for: "download-figure" }, "Figure"),
    element("select", { id: "download-figure" }));
  const buttons = KINDS.map(([kind, words]) => {
    const button = element("button", { type: "button", "data-kind": kind }, words);
    button.addEventListener("click", () => downloaded(kind, button));
    return button;
  });
  byId("download").querySelector(".menu-list").append(figure, ...buttons);
  document.addEventListener("click", (event) => {
    if (!byId("download").contains(event.target)) byId("download").open = false;
  });
}
