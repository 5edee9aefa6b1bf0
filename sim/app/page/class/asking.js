/** Asking the server: with a secret where one is known, again and again, and what went wrong. */

const PAUSE = 1500; // milliseconds from one look at the room to the next
const LONGER = 4000; // while the server does not answer
// After so long nothing more is hoped for, as where a phone was locked meanwhile.
const PATIENCE = 20000;

/** A refusal by the server, with its status. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Ask the server for JSON, and return it.
 * @param {string} address Below /api/class/.
 * @param {{secret: string, body: Object}} how The secret of the group or the teacher, if there is
 *   one; what is sent, if anything is.
 */
export async function ask(address, { secret = "", body = null } = {}) {
  const headers = secret ? { Authorization: `Bearer ${secret}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  const options = { headers, method: body ? "POST" : "GET", cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE) };
  if (body) options.body = JSON.stringify(body);
  const response = await fetch(`/api/class/${address}`, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.error || "this did not work");
  return answer;
}

/**
 * Fetch a file of the debrief, and hand it to the reader.
 * @param {string} kind "html" or "csv".
 * @param {string} secret Of the group or the teacher.
 */
export async function download(kind, secret) {
  const headers = secret ? { Authorization: `Bearer ${secret}` } : {};
  const response = await fetch(`/api/class/table.${kind}`, { headers });
  if (!response.ok) throw new Refused(response.status, (await response.json()).error);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") || "");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name ? name[1] : `class.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Say something above the page; "" says nothing any longer. */
export function notice(text) {
  const place = document.getElementById("notice");
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

/** Say something to who listens instead of looking. */
export function announce(text) {
  document.getElementById("live").textContent = text;
}

/**
 * Look at the room again and again, as long as `look` does not return false.
 * Whatever does not answer is asked again; the page stays as it is meanwhile.
 * @param {function} look Asks, and shows.
 * @param {function} refused Called with a refusal; returns whether to go on.
 * @returns {function} To look at once.
 */
export function watch(look, refused) {
  let timer = null;
  let looking = false;
  let gone = false;
  async function again() {
    clearTimeout(timer);
    if (looking) return;
    looking = true;
    let pause = PAUSE;
    let on = true;
    try {
      on = (await look()) !== false;
      if (gone) notice("");
      gone = false;
    } catch (error) {
      if (error instanceof Refused) {
        on = refused(error);
      } else {
        notice("The server does not answer. This page keeps what you see, and tries again. If this "
          + "lasts, look at the wall: the address may have changed.");
        gone = true;
        pause = LONGER;
      }
    }
    looking = false;
    timer = on ? setTimeout(again, pause) : null; // without one it has ended for good
  }
  document.addEventListener("visibilitychange", () => !document.hidden && timer && again());
  again();
  return again;
}

/** Remember something on this device under a name; null forgets it. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // a browser that keeps nothing loses the seat with the page; the teacher can free it
  }
}

/** Return what was remembered under a name, null for nothing. */
export function remembered(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}
