/** Integers and decimals: a numeric keypad, the language's own signs, the unit beside it, large numbers read back grouped. */

import { h, setText } from "./dom.js";
import { cleanNumber, decimalSign, groupNumber, readNumber } from "./numbers.js";
import { isBusy, whenTyped } from "./typing.js";

const READ_BACK = 10_000; // from here on, digits are hard to count
const LIMIT = 9_007_199_254_740_991n;

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { item, id, words, language } = context;
  const decimals = item.type === "decimal" ? (item.decimals ?? 2) : 0;
  const form = { decimals, sign: decimalSign(language), negative: (item.min ?? -1) < 0 };
  const input = h("input", {
    class: "input", id, type: "text", inputmode: form.negative ? "text" : decimals > 0 ? "decimal" : "numeric", autocomplete: "off",
    readonly: context.readOnly, "aria-describedby": `${context.unit ? `${id}-unit ` : ""}${id}-read ${id}-problem`,
  });
  const readout = h("span", { class: "readout", id: `${id}-read` });
  const problem = h("p", { class: "problem", id: `${id}-problem`, role: "status" });
  /** @type {string | null} */
  let held = null;

  const show = () => {
    const number = readNumber(input.value, form.sign);
    const large = number !== null && Math.abs(Number(number)) >= READ_BACK;
    setText(readout, large ? groupNumber(number, language) : "");
    return number;
  };
  const take = () => {
    const number = show();
    const wrong = input.value === "" ? "" : number === null ? words.incomplete_number : tooLarge(number, decimals) ? words.number_too_large : "";
    setText(problem, wrong);
    const next = wrong ? held : number;
    if (next === held) return;
    held = next;
    context.commit(number === null ? null : decimals === 0 ? Number(number) : number);
  };
  input.addEventListener("input", () => {
    const cleaned = cleanNumber(input.value, form);
    if (cleaned !== input.value) input.value = cleaned;
    setText(problem, "");
    show();
  });
  whenTyped(input, take);

  return {
    element: h("div", {}, h("div", { class: "with-unit" }, input, context.unit !== "" && h("span", { id: `${id}-unit` }, context.unit), readout), problem),
    update: ({ value }) => {
      const next = value === null ? null : readNumber(String(value), ".");
      if (next === held && (isBusy(input) || input.value !== "" || next === null)) return;
      held = next;
      input.value = next === null ? "" : next.replace(".", form.sign);
      setText(problem, "");
      show();
    },
    focus: () => input.focus(),
  };
}

/** @param {string} number @param {number} decimals */
function tooLarge(number, decimals) {
  const [whole = "0", part = ""] = number.replace("-", "").split(".");
  return BigInt(whole + part.padEnd(decimals, "0")) > LIMIT;
}
