/** What is recorded of how the interview goes, in words, for the person who is at it. */

import { kindsOf } from "../runtime/paradata.js";
import { paradataTexts } from "../texts/paradata.js";
import { h } from "../widgets/dom.js";

/** @param {import("../runtime/interview.js").Interview} interview */
export function recordedPart(interview) {
  const words = paradataTexts(interview.language);
  const kinds = kindsOf(interview.compiled, interview.fieldwork.mode);
  return h(
    "section", { class: "recorded", "aria-labelledby": "recorded-title", "data-recorded": kinds.join(" ") },
    h("h3", { id: "recorded-title" }, words.title),
    kinds.length === 0
      ? h("p", { class: "soft" }, words.nothing)
      : [h("ul", {}, kinds.map((kind) => h("li", {}, words.kinds[kind]))), h("p", { class: "soft small" }, words.why)],
  );
}
