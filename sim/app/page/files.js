/** A scenario file of the reader's own: dropped on the page or opened, as A or as B. */

import { answered, Refused } from "./ask.js";
import { notice, silence } from "./notices.js";

const byId = (id) => document.getElementById(id);
let wanted = "which"; // as what the next opened file is taken

/**
 * Check a file, and take it when nothing is wrong with it.
 * @param {File} file
 * @param {string} as "which" (A) or "other" (B).
 * @param {function} take Called with `as` and {file: {name, text}}.
 */
async function checked(file, as, take) {
  try {
    const which = { file: { name: file.name, text: await file.text() } };
    const answer = await answered("/api/check", which);
    if (!answer.ok) throw new Refused(422, { error: "", lines: answer.lines });
    silence("file");
    await take(as, which);
  } catch (error) {
    const lines = error instanceof Refused ? error.lines : [String(error.message)];
    notice("file", `${file.name} cannot be used yet; the page still shows what it showed.`,
      { lines: lines.length ? lines : [error.message], grave: true });
  }
}

/** Open the chooser of files. */
export function chooseFile(as) {
  wanted = as;
  byId("file").value = "";
  byId("file").click();
}

/**
 * Let files be dropped and opened.
 * @param {function} take Called with "which" or "other", and {file: {name, text}}.
 */
export function placeFiles(take) {
  const zone = byId("drop");
  const holdsFile = (event) => [...event.dataTransfer.types].includes("Files");
  byId("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) checked(file, wanted, take);
    event.target.value = ""; // so that the same file, mended, can be opened again
  });
  window.addEventListener("dragenter", (event) => {
    if (holdsFile(event)) zone.hidden = false;
  });
  window.addEventListener("dragover", (event) => holdsFile(event) && event.preventDefault());
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.hidden = true;
  });
  window.addEventListener("drop", (event) => {
    if (!holdsFile(event)) return; // words are dragged into a field
    event.preventDefault();
    zone.hidden = true;
    const part = event.target.closest ? event.target.closest("[data-as]") : null;
    const [file] = event.dataTransfer.files;
    if (file) checked(file, part ? part.dataset.as : "which", take);
  });
}
