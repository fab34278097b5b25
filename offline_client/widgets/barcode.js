/** A barcode: scanned with the camera where the browser can read codes by itself, else typed. */

import { h, icon, setText } from "./dom.js";
import * as text from "./text.js";
import { beforeLeaving } from "./typing.js";

const EVERY = 250; // milliseconds between looks

/** @param {import("./types").Context} context @returns {import("./types").Widget} */
export function create(context) {
  const typed = text.create(context);
  const Detector = /** @type {any} */ (globalThis)["BarcodeDetector"];
  if (context.readOnly || !Detector || !navigator.mediaDevices?.getUserMedia) return typed;
  return { ...typed, element: h("div", {}, typed.element, scanner(context, new Detector())) };
}

/** @param {import("./types").Context} context @param {{detect: (video: HTMLVideoElement) => Promise<{rawValue: string}[]>}} detector */
function scanner({ words, commit, label }, detector) {
  const video = h("video", { class: "camera", muted: true, playsinline: true, hidden: true, "aria-label": label });
  const status = h("p", { class: "soft", role: "status" });
  const start = h("button", { type: "button", class: "button", onclick: () => void begin() }, icon("scan"), words.scan);
  const stop = h("button", { type: "button", class: "button", hidden: true, onclick: () => end() }, icon("stop"), words.scan_stop);
  /** @type {MediaStream | null} */
  let stream = null;

  const end = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    [start.hidden, stop.hidden, video.hidden] = [false, true, true];
    setText(status, "");
  };
  const look = async () => {
    if (!stream) return;
    const [found] = await detector.detect(video).catch(() => []);
    if (!stream) return;
    if (!found?.rawValue) return void setTimeout(look, EVERY);
    end();
    commit(found.rawValue.normalize("NFC").trim());
  };
  const begin = async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      console.error(error);
      return setText(status, words.no_camera);
    }
    beforeLeaving(end);
    [start.hidden, stop.hidden, video.hidden] = [true, false, false];
    setText(status, words.scanning);
    video.srcObject = stream;
    await video.play().catch(() => {});
    void look();
  };
  return h("div", { class: "scanner" }, video, status, start, stop);
}
