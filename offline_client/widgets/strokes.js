/** A white canvas on which strokes are drawn with a pointer, and taken back one by one. Knows no question. */

import { h } from "./dom.js";

const [WIDTH, HEIGHT] = [800, 320]; // of the picture; on the screen it is as wide as there is room
const INK = "#10202c";

/** @typedef {[number, number][]} Stroke */

/**
 * @param {string} label
 * @param {() => void} onChange after each stroke
 */
export function strokes(label, onChange) {
  const canvas = h("canvas", { class: "pad", width: WIDTH, height: HEIGHT, role: "img", "aria-label": label });
  const pen = canvas.getContext("2d");
  /** @type {Stroke[]} */
  let drawn = [];
  let text = "";

  const paint = () => {
    if (!pen) return;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    Object.assign(pen, { strokeStyle: INK, fillStyle: INK, lineWidth: 4, lineCap: "round", lineJoin: "round" });
    for (const stroke of drawn) paintStroke(pen, stroke);
    if (text) paintText(pen, text);
  };
  const change = () => {
    paint();
    onChange();
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    text = "";
    drawn.push([place(canvas, event)]);
    paint();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length > 0 ? events : [event]) drawn.at(-1)?.push(place(canvas, one));
    paint();
  });
  canvas.addEventListener("lostpointercapture", change);
  paint();
  return {
    canvas,
    isEmpty: () => drawn.length === 0 && text === "",
    undo: () => {
      drawn.pop();
      change();
    },
    clear: () => {
      [drawn, text] = [[], ""];
      change();
    },
    /** Writes a name instead of strokes. @param {string} name */
    write: (name) => {
      [drawn, text] = [[], name];
      change();
    },
  };
}

/** @param {HTMLCanvasElement} canvas @param {PointerEvent} event @returns {[number, number]} */
function place(canvas, { clientX, clientY }) {
  const box = canvas.getBoundingClientRect();
  return [((clientX - box.left) / box.width) * WIDTH, ((clientY - box.top) / box.height) * HEIGHT];
}

/** @param {CanvasRenderingContext2D} pen @param {Stroke} stroke */
function paintStroke(pen, stroke) {
  const [[x, y] = [0, 0]] = stroke;
  pen.beginPath();
  pen.moveTo(x, y);
  for (const [left, top] of stroke) pen.lineTo(left + 0.01, top); // a dot is a stroke too
  pen.stroke();
}

/** @param {CanvasRenderingContext2D} pen @param {string} text */
function paintText(pen, text) {
  pen.font = `italic 72px "Be Vietnam Pro", serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, WIDTH / 2, HEIGHT / 2, WIDTH - 60);
}
