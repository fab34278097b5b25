/** The sheet on which a person says how the device shows things; each choice shows at once. */

import { h, icon } from "../widgets/dom.js";
import { openDialog } from "./dialog.js";
import { SIZES, changeLooks, readLooks } from "./looks.js";

/** @typedef {import("../texts/en.js").Texts} Texts */

/**
 * @param {Texts} words
 * @param {() => void} [onPaging]  called when there is an interview whose pages are to be parted anew
 * @param {HTMLElement} [more]  what else there is to say
 */
export function openSettings(words, onPaging, more) {
  const looks = readLooks();
  const dialog = h(
    "dialog", { class: "settings", "aria-labelledby": "settings-title" },
    h("div", { class: "top" }, h("h2", { id: "settings-title" }, words.settings),
      h("button", { type: "button", class: "button quiet icon-only", "aria-label": words.close, onclick: () => dialog.close() }, icon("close"))),
    choice("size", words.text_size, SIZES.map((size) => [size, `${size} %`]), looks.size, (size) => changeLooks({ size: Number(size) })),
    choice("colours", words.colours, [["auto", words.colours_auto], ["light", words.colours_light], ["dark", words.colours_dark]], looks.colours,
      (colours) => changeLooks({ colours: /** @type {"auto"} */ (colours) })),
    choice("contrast", words.contrast, [["auto", words.contrast_usual], ["more", words.contrast_more]], looks.contrast, (contrast) => changeLooks({ contrast: /** @type {"auto"} */ (contrast) })),
    choice("paging", words.paging, [["pages", words.paging_pages], ["sections", words.paging_sections]], looks.paging, (paging) => {
      changeLooks({ paging: /** @type {"pages"} */ (paging) });
      onPaging?.();
    }),
    more,
  );
  openDialog(dialog);
}

/**
 * A few choices beside each other, of which one holds.
 * @param {string} name
 * @param {string} title
 * @param {[string | number, string][]} offered
 * @param {string | number} chosen
 * @param {(value: string) => void} choose
 */
function choice(name, title, offered, chosen, choose) {
  return h("fieldset", { class: "choice" }, h("legend", {}, title), h("div", { class: "choices" }, offered.map(([value, label]) => h(
    "label", { class: "tile" },
    h("input", { type: "radio", name: `looks-${name}`, value, checked: value === chosen, onchange: () => choose(String(value)) }),
    h("span", { class: "words" }, label)))));
}
