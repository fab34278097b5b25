/**
 * The designer's live preview, in a frame of the admin: the real runtime and widgets, in memory only.
 *
 * Takes `{type: "preview", compiled, language, path}` from the page around it (same origin) and says `{type: "ready"}` once
 * and `{type: "focus", path}` when a question is touched. Answers stay over recompilations where their paths still fit.
 */
import { Interview } from "./runtime/interview.js";
import { textsIn } from "./texts/index.js";
import { filesInMemory } from "./view/files.js";
import { InterviewScreen } from "./view/interview.js";

const root = document.getElementById("app");

const files = filesInMemory();

/** @type {{interview: Interview, screen: InterviewScreen} | null} */
let shown = null;

addEventListener("message", ({ data, origin }) => {
  if (origin !== location.origin || data?.type !== "preview" || !data.compiled) return;
  show(data.compiled, data.language);
  if (typeof data.path === "string") shown?.screen.goTo(data.path);
});
if (parent !== window) tell({ type: "ready" });

/** @param {import("./runtime/types").CompiledForm} compiled @param {string | undefined} language */
function show(compiled, language) {
  const events = shown ? carryOver(compiled, shown.interview.events) : [];
  const place = { key: shown?.screen.key ?? "", scroll: scrollY };
  shown?.screen.close();
  const wanted = language ?? shown?.interview.language ?? compiled.languages[0] ?? "";
  const interview = Interview.open(compiled, { events, clock: () => new Date().toISOString(), device: "preview", user: "preview", language: wanted });
  const screen = new InterviewScreen({
    interview, readOnly: false, files, notices: [], textsIn, leave: () => {},
    onLanguage: (next) => {
      interview.language = next;
      screen.rebuild(false, []);
    },
    onComplete: () => screen.rebuild(true, []),
    onTouch: (path) => tell({ type: "focus", path }),
  });
  shown = { interview, screen };
  root?.replaceChildren(screen.element);
  if (place.key) screen.open(place.key);
  scrollTo(0, place.scroll);
}

/**
 * The log under another version: what was opened gets the new version's name; answers that no longer fit are listed by the
 * runtime as unapplied and come back when they fit again.
 * @param {import("./runtime/types").CompiledForm} compiled
 * @param {import("./runtime/types").Event[]} events
 */
function carryOver(compiled, events) {
  const { id, version, hash } = compiled;
  return events
    .filter(({ type }) => type !== "complete")
    .map((event) => (event.type === "open" ? { ...event, form: id, version, hash } : event));
}

/** @param {object} message */
function tell(message) {
  parent.postMessage(message, location.origin);
}
