/**
 * What the widgets of photos, recordings, signatures and files share: keeping the bytes, showing what is kept, removing it.
 *
 * Bytes that could not be kept stay in memory and are offered again; the answer is made only once they are on disk.
 *
 * @typedef {import("./types").Context} Context
 * @typedef {{name: string, sha256: string, size: number, media_type: string}} FileValue
 * @typedef {ReturnType<typeof fileAnswer>} FileAnswer
 */
import { h, icon, setText } from "./dom.js";

const LARGEST = 20 * 1024 * 1024; // bytes

/**
 * @param {Context} context
 * @param {(url: string, value: FileValue) => HTMLElement | null} preview  shows a file that is on this device
 * @param {(value: FileValue | null) => void} [onChange]
 */
export function fileAnswer(context, preview, onChange = () => {}) {
  const { words, readOnly } = context;
  const view = h("div", { class: "file-view" });
  const name = h("p", { class: "small soft" });
  const status = h("p", { class: "file-status", role: "status" });
  const again = h("button", { type: "button", class: "button", hidden: true, onclick: () => retry.now() }, icon("sync"), words.try_again);
  const remove = h("button", { type: "button", class: "button quiet", hidden: true, onclick: () => context.commit(null) }, icon("bin"), h("span", {}));
  const retry = { now: () => {} };
  let [shown, url] = ["", ""];

  /** @param {FileValue | null} value */
  const paint = async (value) => {
    shown = value?.sha256 ?? "";
    URL.revokeObjectURL(url);
    view.replaceChildren();
    setText(name, value ? `${value.name} · ${sizeText(value.size, context.language)}` : "");
    remove.hidden = readOnly || value === null;
    setText(remove.lastElementChild ?? remove, value ? words.file_remove(value.name) : "");
    onChange(value);
    if (value === null) return;
    const blob = await context.readFile(value.sha256).catch(() => undefined);
    if (shown !== value.sha256) return; // another file has come meanwhile
    if (!blob) return setText(status, blob === null ? words.file_elsewhere : words.file_unreadable);
    url = URL.createObjectURL(blob);
    view.replaceChildren(preview(url, value) ?? "");
  };

  /** @param {Blob | Promise<Blob>} blob @param {{name: string, media_type: string}} about */
  const take = async (blob, about) => {
    again.hidden = true;
    status.classList.remove("problem", "kept");
    setText(status, words.file_keeping);
    try {
      await context.keepFile(check(blob, context), about);
      setText(status, words.file_kept);
      status.classList.add("kept");
    } catch (error) {
      status.classList.add("problem");
      if (error instanceof Unfit) return setText(status, error.message);
      console.error(error);
      setText(status, words.file_not_kept);
      again.hidden = false;
      retry.now = () => void take(blob, about);
    }
  };

  return {
    element: h("div", { class: "file-answer" }, view, name, status, again),
    remove,
    take,
    /** @param {string} text */
    say: (text) => setText(status, text),
    /** @param {import("./types").Shown} cell */
    update: ({ value }) => {
      if ((value?.sha256 ?? "") !== shown) void paint(value);
    },
  };
}

/** A file that may not be kept, and why in words. */
export class Unfit extends Error {}

/** @param {Blob | Promise<Blob>} blob @param {Context} context @returns {Promise<Blob>} */
async function check(blob, { words, language }) {
  const whole = await blob;
  if (whole.size === 0) throw new Unfit(words.file_empty);
  if (whole.size > LARGEST) throw new Unfit(words.file_too_large(sizeText(LARGEST, language)));
  return whole;
}

/** @param {number} bytes @param {string} language */
export function sizeText(bytes, language) {
  const [amount, unit] = bytes < 1024 ** 2 ? [Math.max(1, Math.round(bytes / 1024)), "kB"] : [Math.round((bytes / 1024 ** 2) * 10) / 10, "MB"];
  return `${new Intl.NumberFormat(language).format(amount)} ${unit}`;
}

/**
 * A button that lets the person choose a file, or take one with the camera.
 * @param {string} words
 * @param {import("./dom.js").IconName} sign
 * @param {Record<string, any>} attributes of the input
 * @param {(file: File) => void} onFile
 */
export function picker(words, sign, attributes, onFile) {
  const input = h("input", { type: "file", class: "unseen", ...attributes });
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) onFile(file);
    input.value = ""; // so that the same file can be chosen again
  });
  const text = h("span", {}, words);
  return { element: h("label", { class: "button picks" }, icon(sign), text, input), input, text };
}
