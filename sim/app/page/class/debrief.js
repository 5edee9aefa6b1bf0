/** The debrief: what each state reached, the questions, and where a group differed. */

import { element } from "/charts/svg.js";
import { percent, plain } from "/charts/scales.js";
import { typeset } from "/charts/words.js";
import { download, notice } from "./asking.js";

const STANDING = "Standing is what support does for a state’s needs, minus the price of depending "
  + "on few suppliers, minus what it spent. That this is what a state wants is a judgement.";

/** Return a table; columns from `numeric` on are numbers. */
function table(caption, head, rows, numeric = 1) {
  const cell = (tag, text, k, more = {}) =>
    element(tag, { class: k >= numeric ? "number" : "", ...more }, text);
  const body = rows.map((row) => element("tr", {},
    row.map((text, k) => cell(k ? "td" : "th", text, k, k ? {} : { scope: "row" }))));
  const heads = head.map((text, k) => text ? cell("th", text, k, { scope: "col" })
    : element("td", {}));
  return element("div", {}, element("p", { class: "small" }, caption),
    element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
      element("table", { "aria-label": caption }, element("thead", {}, element("tr", {}, heads)),
        element("tbody", {}, body))));
}

/** Return what a measure is called. */
function measure(name) {
  return typeset(name).replace(/^tilt divides, from/, "support that the tilt divides, from");
}

/** Return how many of 100 histories of the rules are lower. */
function ofHundred(row) {
  return percent(row.percentile / 100).replace("%", "of 100");
}

/** Return what a state reached beside the rules in its place. */
function placedTable(one, debrief) {
  const rows = one.placed.map((row) => [measure(row.measure), plain(row.value), plain(row.rules),
    plain(row.advice), plain(row.holding), ofHundred(row)]);
  return table(`${one.name}, ${one.group}: means over the months that the class played. Three `
    + "others could have decided in your place, against the same decisions of the other groups: "
    + "the rules; whoever always takes the rules’ likeliest move (advice); whoever makes no move "
    + "at all (hold). The last column says how many of 100 histories of the rules are lower; "
    + `${debrief.histories.toLocaleString("en-US")} were run.`,
  ["", "you", "rules", "advice", "hold", "higher than"], rows);
}

/** Return a row for each measure, a column for each group. */
function acrossTable(debrief) {
  const names = [...new Set(debrief.states.flatMap((one) => one.placed.map((r) => r.measure)))];
  const rows = names.map((name) => [measure(name), ...debrief.states.map((one) => {
    const row = one.placed.find((found) => found.measure === name);
    return row ? `${plain(row.value)} (${ofHundred(row).replace(" of 100", "")})` : "–";
  })]);
  rows.push(["decided otherwise than the rules",
    ...debrief.states.map((one) => `${one.different.length} of ${one.cases}`)]);
  return table("Means over the months that the class played; in brackets, how many of 100 "
    + "histories of the rules are lower.",
    ["", ...debrief.states.map((one) => `${one.name} (${one.group})`)], rows);
}

/** Return the scenario's questions. */
function questionsTable(debrief) {
  const rows = debrief.questions.map((one) => [one.text, one.class ? "yes" : "no",
    one.happened === "-" ? "–" : one.happened,
    percent(one.share), one.base === null ? "–" : percent(one.base)]);
  return rows.length ? table("The scenario's questions, over all its months", ["", "the class",
    "what happened", "of the rules' histories", "without any event"], rows) : null;
}

/** Return the months in which most changed for a state. */
function turning(one) {
  return element("div", {}, element("h3", {}, "Turning months"), element("ul", {},
    one.turning.map((turn) => element("li", {}, element("b", {}, `${turn.words}: `),
      `${turn.change}. ${turn.text}`))));
}

/** Return where a group decided otherwise than the rules, and what it wrote. */
function different(one) {
  const hopes = new Map(one.hopes.map((hope) => [hope.month, hope.text]));
  const rows = one.different.map((row) => [row.words, row.text, row.rules,
    hopes.get(row.month) || ""]);
  const title = `Otherwise than the rules: ${rows.length} of ${one.cases} decisions`;
  return element("details", { class: "more" }, element("summary", {}, title),
    rows.length ? table(title, ["month", "decision", "the rules", "hoped for"], rows, 9) : null);
}

/** Return the buttons that hand the table out. */
function downloads(secret) {
  const button = (kind, words) => element("button", { type: "button",
    click: () => download(kind, secret).catch((error) => notice(error.message)) }, words);
  return element("p", { class: "buttons" }, button("html", "Table to hand in (page to print)"),
    button("csv", "Table to hand in (CSV)"));
}

/**
 * Return the debrief as the sections of a page.
 * @param {Object} debrief
 * @param {string} secret Of the group or the teacher.
 * @param {string|null} own The state whose group reads it; null for the wall.
 */
export function debriefOf(debrief, secret, own) {
  const states = own ? debrief.states.filter((one) => one.code === own) : debrief.states;
  const groups = states.map((one) => element("section", {},
    element("h2", {}, `${one.name}: ${one.group}`), placedTable(one, debrief), turning(one),
    different(one)));
  const all = [element("h2", {}, "All groups"), acrossTable(debrief),
    element("p", { class: "small" }, STANDING), questionsTable(debrief),
    downloads(secret)];
  return own ? [...groups, ...all] : [...all, ...groups];
}
