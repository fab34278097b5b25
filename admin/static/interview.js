/** The page of one interview: dialogs for remark, acceptance and return; the history of an answer without leaving the page. */

document.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const opener = /** @type {HTMLElement | null} */ (target.closest("[data-opens]"));
  if (opener) open(opener.dataset["opens"] ?? "", opener.dataset);
  target.closest("[data-closes]")?.closest("dialog")?.close();
  const history = /** @type {HTMLAnchorElement | null} */ (target.closest("a[data-history]"));
  if (history && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    void showHistory(history);
  }
  openFor(target.closest("a")?.hash);
});
openFor(window.location.hash);

/**
 * Opens a dialog; its fields with the names of the data take their values.
 * @param {string} id
 * @param {DOMStringMap} data
 * @returns {HTMLDialogElement}
 */
function open(id, data) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(id));
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (dialog.querySelectorAll("input[type=hidden]"))) {
    const value = data[field.name];
    if (value !== undefined) field.value = value;
  }
  const label = dialog.querySelector("[data-shows=label]");
  if (label) label.textContent = data["label"] ?? "";
  dialog.showModal();
  return dialog;
}

/** @param {HTMLAnchorElement} link */
async function showHistory(link) {
  const url = new URL(link.href);
  url.searchParams.set("fragment", "1");
  const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return window.location.assign(link.href);
  const dialog = open("history-dialog", link.dataset);
  const place = /** @type {HTMLElement} */ (dialog.querySelector("[data-shows=history]"));
  place.innerHTML = await response.text();
}

/** Opens the rows around the place that a link leads to. @param {string | undefined} hash */
function openFor(hash) {
  if (!hash || hash === "#") return;
  let element = document.getElementById(decodeURIComponent(hash.slice(1)));
  for (; element; element = element.parentElement) if (element instanceof HTMLDetailsElement) element.open = true;
}
