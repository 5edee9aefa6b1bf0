/** The one dialog of the page. */

import { element } from "/charts/svg.js";

/**
 * Open the dialog.
 * @param {string} title
 * @param {Element[]} content
 */
export function openDialog(title, content) {
  const dialog = document.getElementById("dialog");
  const close = element("button", { type: "button", class: "close", "aria-label": "Close",
    click: () => dialog.close() }, "×");
  dialog.replaceChildren(close, element("h2", { id: "dialog-title" }, title), ...content);
  if (!dialog.open) dialog.showModal();
}
