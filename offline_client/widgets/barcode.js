/** A barcode: read with the camera, or typed. Typing always works. */

import { openReader } from "./barcode_reader.js";
import { h, icon, setText } from "./dom.js";
import * as text from "./text.js";
import { beforeLeaving } from "./typing.js";

const EVERY = 250; // milliseconds between looks

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const typed = text.create(context);
  if (context.readOnly || !navigator.mediaDevices?.getUserMedia) return typed;
  return { ...typed, element: h("div", {}, typed.element, scanner(context)) };
}

/** @param {import("./types").Context} context */
function scanner({ words, commit, label }) {
  const video = h("video", { class: "camera", muted: true, playsinline: true, hidden: true, "aria-label": label });
  const status = h("p", { class: "soft", role: "status" });
  const start = h("button", { type: "button", class: "button", onclick: () => void scan() }, icon("scan"), words.scan);
  const stop = h("button", { type: "button", class: "button", hidden: true, onclick: () => end("") }, icon("stop"), words.scan_stop);
  let turn = 0; // what began in an earlier turn has been stopped
  /** @type {(() => void)[]} */
  let closing = [];

  /** @param {string} said */
  const end = (said) => {
    turn += 1;
    for (const close of closing.splice(0)) close();
    [start.hidden, stop.hidden, video.hidden] = [false, true, true];
    setText(status, said);
  };

  const scan = async () => {
    const own = (turn += 1);
    [start.hidden, stop.hidden] = [true, false];
    setText(status, words.scan_starting);
    closing.push(beforeLeaving(() => end("")));
    try {
      const reader = await openReader().catch((error) => fail(error, words.scan_missing));
      if (own !== turn) return reader.close();
      closing.push(reader.close);
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch((error) => fail(error, words.no_camera));
      const close = () => stream.getTracks().forEach((track) => track.stop());
      if (own !== turn) return close();
      closing.push(close);
      await show(stream);
      const code = await firstCode(reader, () => own === turn);
      if (own !== turn || code === null) return;
      end(words.scanned(code));
      navigator.vibrate?.(60);
      commit(code);
    } catch (error) {
      console.error(error instanceof Trouble ? error.cause : error);
      if (own === turn) end(error instanceof Trouble ? error.message : words.scan_failed);
    }
  };

  /** @param {MediaStream} stream */
  const show = async (stream) => {
    video.hidden = false;
    video.srcObject = stream;
    setText(status, words.scanning);
    await video.play();
  };

  /** @param {import("./barcode_reader.js").Reader} reader @param {() => boolean} wanted */
  const firstCode = async (reader, wanted) => {
    while (wanted()) {
      const found = (await reader.read(video))?.normalize("NFC").trim();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
    return null;
  };

  return h("div", { class: "scanner" }, video, status, start, stop);
}

/** What is said on the screen. */
class Trouble extends Error {}

/** @param {unknown} cause @param {string} said @returns {never} */
function fail(cause, said) {
  throw new Trouble(said, { cause });
}
