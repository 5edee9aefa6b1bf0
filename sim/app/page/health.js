/** While the rules are compiled to machine code, the page says so and counts the seconds. */

import { fetched, pause } from "./ask.js";
import { reword, silence } from "./notices.js";

/** Say what is being waited for. */
function waiting(compiling, since) {
  const seconds = Math.round(compiling ?? (performance.now() - since) / 1000);
  return compiling === null
    ? `The model is being loaded: ${seconds} s so far.`
    : `The rules are being compiled to machine code, once on this computer, usually in a minute `
      + `or two: ${seconds} s so far. The first result comes after it.`;
}

/** Look at the server until it is ready. */
export async function watchHealth() {
  const since = performance.now();
  for (;;) {
    const health = await fetched("/api/health").then((answer) => answer.json()).catch(() => null);
    if (health && health.compiled) break;
    if (health) reword("compiling", waiting(health.compiling_seconds, since));
    await pause(1000);
  }
  silence("compiling");
}
