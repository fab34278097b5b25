/** Dialogs: shown over the page, taken away when closed, by a tap beside them or the phone's own button too (`travel.js`). */

import { placeNow } from "./focus.js";

/** Shows a dialog that takes itself away when it is closed; the focus goes back to where it was. @param {HTMLDialogElement} dialog */
export function openDialog(dialog) {
  const place = placeNow();
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    place.restore();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.showModal();
  return dialog;
}
