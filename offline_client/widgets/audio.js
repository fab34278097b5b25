/** A recording: started and stopped with one button, heard again, recorded again or removed. Leaving the page stops it. */

import { h, icon, setText } from "./dom.js";
import { fileAnswer } from "./file_answer.js";
import { record, soundType } from "./recorder.js";
import { beforeLeaving } from "./typing.js";

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const { item, words, label, readOnly } = context;
  const answer = fileAnswer(context, (url) => h("audio", { controls: true, src: url, "aria-label": label }), (value) => {
    setText(text, value ? words.record_again : words.record);
  });
  const text = h("span", {}, words.record);
  const start = h("button", { type: "button", class: "button", onclick: () => void begin() }, icon("microphone"), text);
  const stop = h("button", { type: "button", class: "button primary", hidden: true, onclick: () => running.stop() }, icon("stop"), words.stop_recording);
  const level = h("meter", { min: 0, max: 1, hidden: true, "aria-label": words.sound_level });
  const running = { stop: () => {} };

  /** @param {boolean} on */
  const show = (on) => {
    [start.hidden, stop.hidden, level.hidden] = [on, !on, !on];
  };
  const begin = async () => {
    try {
      const { stop: end, sound } = await record((seconds, loud) => {
        answer.say(words.recording(clock(seconds)));
        level.value = loud;
      });
      running.stop = beforeLeavingOnce(end);
      show(true);
      stop.focus();
      await answer.take(sound.finally(() => show(false)), { name: `${item.name}.${extension()}`, media_type: soundType() });
      start.focus();
    } catch (error) {
      console.error(error);
      answer.say(words.no_microphone);
    }
  };
  return {
    element: h("div", {}, answer.element, !readOnly && h("div", { class: "file-tools" }, start, stop, answer.remove), level),
    update: answer.update,
    focus: () => start.focus(),
  };
}

/** @param {() => void} end @returns {() => void} ends it, and no longer waits for the page to be left */
function beforeLeavingOnce(end) {
  const forget = beforeLeaving(end);
  return () => {
    forget();
    end();
  };
}

/** @param {number} seconds */
function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function extension() {
  return { "audio/mp4": "m4a", "audio/ogg": "ogg" }[soundType()] ?? "webm";
}
