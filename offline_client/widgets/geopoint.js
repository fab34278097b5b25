/** A position: taken from the device with its accuracy shown while it improves, or typed. */

import { h, icon, setText } from "./dom.js";
import { cleanNumber, decimalSign, readNumber } from "./numbers.js";
import { watchPosition } from "./positions.js";
import { isBusy, whenTyped } from "./typing.js";

const GOOD = 10; // metres: taken at once

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { id, words, language, readOnly } = context;
  const sign = decimalSign(language);
  const shown = h("output", { class: "output" });
  const status = h("p", { class: "soft", role: "status" });
  const take = h("button", { type: "button", class: "button", onclick: () => start() }, icon("place"), words.get_location);
  const keep = h("button", { type: "button", class: "button primary", hidden: true, onclick: () => finish() }, words.location_keep);
  const [latitude, longitude] = ["lat", "lon"].map((part) => h("input", { class: "input", id: `${id}-${part}`, inputmode: "text", autocomplete: "off", readonly: readOnly }));
  const stop = { now: () => {} };
  /** @type {number[] | null} */
  let best = null;

  const start = () => {
    best = null;
    setText(status, words.getting_location);
    stop.now = watchPosition((point) => {
      if (best === null || (point[2] ?? Infinity) <= (best[2] ?? Infinity)) best = point;
      setText(status, words.location_accuracy(String(Math.round(best[2] ?? 0))));
      keep.hidden = false;
      if ((best[2] ?? Infinity) <= GOOD) finish();
    }, (denied) => setText(status, denied ? words.location_denied : words.location_failed));
  };
  const finish = () => {
    stop.now();
    keep.hidden = true;
    setText(status, "");
    if (best) context.commit(best);
  };
  const typed = () => {
    const [lat, lon] = [latitude, longitude].map((input) => readNumber(cleanNumber(input?.value ?? "", { decimals: 7, sign, negative: true }), sign));
    if (lat && lon && Math.abs(Number(lat)) <= 90 && Math.abs(Number(lon)) <= 180) context.commit([Number(lat), Number(lon), null]);
  };
  for (const input of [latitude, longitude]) if (input) whenTyped(input, typed);

  return {
    element: h(
      "div", { class: "place" }, shown, !readOnly && h("div", { class: "reasons" }, take, keep), status,
      !readOnly && h("details", {}, h("summary", {}, words.type_position), h(
        "div", { class: "pair" },
        h("div", { class: "field" }, h("label", { for: `${id}-lat` }, words.latitude), latitude),
        h("div", { class: "field" }, h("label", { for: `${id}-lon` }, words.longitude), longitude),
      )),
    ),
    update: ({ value }) => {
      setText(shown, value ? positionText(value, words) : "");
      [latitude, longitude].forEach((input, i) => {
        if (input && !isBusy(input)) input.value = value ? String(value[i]).replace(".", sign) : "";
      });
    },
    focus: () => take.focus(),
  };
}

/** @param {number[]} point @param {import("../texts/en.js").Texts} words */
function positionText([latitude = 0, longitude = 0, accuracy], words) {
  const place = `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
  return typeof accuracy === "number" ? `${place} (${words.location_accuracy(String(Math.round(accuracy)))})` : place;
}
