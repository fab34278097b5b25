/** The page before publishing: checks the draft thoroughly by itself and lists what was found; each leads to the editor. */
import { get } from "../server.js";
import { paintFindings } from "./findings.js";
import { Thorough } from "./thorough.js";

const place = /** @type {HTMLElement} */ (document.getElementById("thorough"));
const list = /** @type {HTMLElement} */ (place.querySelector(".thorough-findings"));
const state = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
const texts = /** @type {Record<string, string>} */ (JSON.parse(document.getElementById("thorough-texts")?.textContent ?? "{}"));

const thorough = new Thorough(() => get(place.dataset["url"] ?? ""), state, texts, (findings) => {
  list.hidden = !findings.length;
  paintFindings(list, findings, (finding) => window.location.assign(`${place.dataset["editor"]}#${encodeURI(finding.pointer)}`), texts);
});
void thorough.run();
