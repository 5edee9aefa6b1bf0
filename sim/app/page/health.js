/** While the rules are compiled to machine code, the page says so and counts the seconds. */

import { fetched, pause } from "./ask.js";
import { reword, silence } from "./notices.js";

/** Look at the server until its rules are compiled. */
export async function watchHealth() {
  let seconds = 0;
  for (;;) {
    const health = await fetched("/api/health").then((answer) => answer.json()).catch(() => null);
    if (health && health.compiled) break;
    if (health) {
      seconds = Math.round(health.compiling_seconds ?? seconds + 1);
      reword("compiling", `The rules are being compiled to machine code, once on this computer, `
        + `usually for a minute or two: ${seconds} s so far. The first result comes after it.`);
    }
    await pause(1000);
  }
  silence("compiling");
}
