/** Requests: one in flight of each kind, the latest state wins, a lost server is tried again. */

const AGAIN = 1000; // ms until a lost server is tried again
const BUSY = 250; // ms until a busy one is

let lostListener = () => {};
let lost = false;

/** Call a function with true when the server cannot be reached, with false when it is back. */
export function whenLost(listener) {
  lostListener = listener;
}

/** Note whether the server answers. */
function reached(answers) {
  if (lost === !answers) return;
  lost = !answers;
  lostListener(lost);
}

/** An answer that says no, with its lines beside the message. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {{error: string, lines: string[]}} told
   */
  constructor(status, told) {
    const lines = told.lines || [];
    super(lines.length > 1 ? `${lines.length} things are wrong.`
      : told.error || `The server answered ${status}.`);
    this.status = status;
    this.lines = lines.filter((line) => line !== this.message);
  }
}

/** Wait so many milliseconds. */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Ask the server once.
 * @param {string} path
 * @param {Object|null} body Posted as JSON; null gets.
 * @returns {Promise<Response>} An answer that is not an error.
 * @throws {TypeError} When the server cannot be reached.
 * @throws {Refused} When it says no.
 */
export async function fetched(path, body = null) {
  const how = body === null ? {} : { method: "POST", body: JSON.stringify(body),
    headers: { "content-type": "application/json" } };
  let answer;
  try {
    answer = await fetch(path, how);
  } catch (error) {
    reached(false);
    throw error;
  }
  reached(true);
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, told);
}

/** Ask until the server answers; a refusal is thrown. */
export async function answered(path, body = null, stillWanted = () => true) {
  for (;;) {
    try {
      return await (await fetched(path, body)).json();
    } catch (error) {
      const busy = error instanceof Refused && (error.status === 503 || error.status === 429);
      if (error instanceof Refused && !busy) throw error;
      await pause(busy ? BUSY : AGAIN);
      if (!stillWanted()) throw error;
    }
  }
}

/**
 * Return a function that asks one thing at a time, and of what waits only the latest.
 * @param {string} path
 * @param {{done: function, failed: function}} how Called with the answer, or the error, and with
 *   what was given beside the body.
 */
export function latest(path, how) {
  let flying = false;
  let waiting = null;

  async function fly(body, beside) {
    flying = true;
    let answer = null;
    let refusal = null;
    try {
      answer = await answered(path, body, () => waiting === null);
    } catch (error) {
      refusal = error;
    }
    try {
      if (answer) how.done(answer, beside);
      else if (waiting === null) how.failed(refusal, beside);
    } finally { // a fault in showing an answer is no refusal: it is thrown, and stops nothing
      const next = waiting;
      flying = false;
      waiting = null;
      if (next) fly(...next);
    }
  }
  return (body, beside = {}) => {
    if (flying) waiting = [body, beside];
    else fly(body, beside);
  };
}

/**
 * Return how many histories to ask while something is dragged: as many as fit 80 ms.
 * @returns {{count: function, took: function}} `took(histories, ms)` after each answer.
 */
export function pace() {
  const budget = 80;
  let count = 256;
  return {
    count: () => count,
    took(histories, ms) {
      const fits = (histories * budget) / Math.max(ms, 1);
      const next = Math.sqrt(count * fits);
      const part = next < 128 ? 64 : 128; // the server keeps whole parts, of A and for the rest
      count = Math.min(1000, Math.max(64, part * Math.round(next / part)));
    },
  };
}
