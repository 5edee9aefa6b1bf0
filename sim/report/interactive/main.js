/** The part of a report that answers: charts of what was computed beforehand, and nothing asked. */

import { element } from "../charts/svg.js";
import { placeChanges } from "./changes.js";
import { placeMore } from "./more.js";
import { placeResult } from "./result.js";
import { placeSides } from "./sides.js";

const host = document.getElementById("live");
const place = (name) => {
  const part = element("div", { class: name });
  host.append(part);
  return part;
};

host.hidden = false;
document.body.classList.add("alive");
for (const still of document.querySelectorAll(".still")) still.open = false;
placeChanges(place("live-changes"));
placeSides(place("live-sides"));
placeResult(place("live-result"))();
placeMore(place("live-more"))();
