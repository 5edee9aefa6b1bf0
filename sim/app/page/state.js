/** What a reader has set: the scenarios, the changes, the month. One object, and who listens. */

/** What a link leaves out where it is so. */
export const OPENED = { seed: 1, histories: 1000, tab: "network",
  measure: "hedging", // of all states
  why: { state: "", side: "b", history: "typical" } };

export const state = {
  ...OPENED, // `histories`: at rest
  which: { scenario: "" }, // A, as written
  other: null, // what B starts from, where it is not A
  set: {}, // path -> value in B
  without: [], // ids of events that B leaves out
  month: 0,
};

/**
 * What the server said of the scenarios: `a`, and `b` (the same, or the other one's); all at hand,
 * why some cannot be compared with A (`{}` until that is known), and of which A that was asked.
 */
export const described = { a: null, b: null, list: [], whyNot: {}, partnersOf: null };

const listeners = [];

/**
 * Listen to changes.
 * @param {function} listener Called with the kind ("change", "month", "why", "tab", "scenario",
 *   "matters") and with `{dragging}`.
 */
export function listen(listener) {
  listeners.push(listener);
}

/**
 * Change the state, and tell who listens.
 * @param {string} kind
 * @param {Object} patch What changes.
 * @param {{dragging: boolean}} how
 */
export function update(kind, patch = {}, how = { dragging: false }) {
  Object.assign(state, patch);
  for (const listener of listeners) listener(kind, how);
}

/** Return whether B is another than A. */
export function isChanged() {
  return Boolean(state.other) || state.without.length > 0 || Object.keys(state.set).length > 0;
}

/** Return the body of a request about the scenarios as they are now. */
export function asked(more = {}) {
  return { ...state.which, set: state.set, without: state.without, other: state.other,
    seed: state.seed, histories: state.histories, ...more };
}

/** Return what tells one state of the scenarios from another. */
export function keyOf() {
  return JSON.stringify([state.which, state.other, state.set, state.without, state.seed]);
}

/**
 * Set a number of B; at B's own value it is no change.
 * @param {string} path
 * @param {number} value
 * @param {boolean} dragging
 */
export function setNumber(path, value, dragging) {
  const set = { ...state.set };
  const own = described.b.byPath.get(path);
  if (own && own.value === value) delete set[path];
  else set[path] = value;
  update("change", { set }, { dragging });
}

/**
 * Leave events out of B, or put them back.
 * @param {string[]} ids
 * @param {boolean} out
 */
export function flipEvents(ids, out) {
  const kept = state.without.filter((id) => !ids.includes(id));
  update("change", { without: out ? [...kept, ...ids] : kept });
}

/** Move the month by so many. */
export function stepMonth(by) {
  if (!described.a) return;
  const last = described.a.months.length - 1;
  update("month", { month: Math.min(last, Math.max(0, state.month + by)) });
}

/** Undo all changes of B. */
export function reset() {
  update("change", { set: {}, without: [] });
}

/** Return whether the scenarios are files of a reader's own, which no link can hold. */
export function isOwnFile() {
  return Boolean(state.which.file || (state.other && state.other.file));
}

/** Return a description with its parameters and events by their names. */
export function indexed(description) {
  return { ...description,
    byPath: new Map(description.parameters.map((one) => [one.path, one])),
    byEvent: new Map(description.events.map((one) => [one.id, one])),
    byState: new Map(description.states.map((one) => [one.code, one])) };
}
