/** Recording sound: from the microphone to a blob, with the time and the level while it goes on. Knows no question. */

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS = 32_000; // a second; speech stays clear, half an hour is 7 MB
const LONGEST = 30 * 60; // seconds
const TICK = 200; // milliseconds

/**
 * @param {(seconds: number, level: number) => void} onTick  level from 0 to 1
 * @returns {Promise<{stop: () => void, sound: Promise<Blob>}>} `sound` resolves after `stop`, or after half an hour
 * @throws {DOMException} when the microphone cannot be used
 */
export async function record(onTick) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const kind = KINDS.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { ...(kind ? { mimeType: kind } : {}), audioBitsPerSecond: BITS });
  /** @type {Blob[]} */
  const parts = [];
  const meter = levelOf(stream);
  const began = performance.now();
  const timer = setInterval(() => {
    const seconds = (performance.now() - began) / 1000;
    onTick(seconds, meter.level());
    if (seconds >= LONGEST) stop();
  }, TICK);
  const stop = () => {
    if (recorder.state !== "inactive") recorder.stop();
  };
  /** @type {Promise<Blob>} */
  const sound = new Promise((resolve) => {
    recorder.ondataavailable = ({ data }) => void parts.push(data);
    recorder.onstop = () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      meter.close();
      resolve(new Blob(parts, { type: recorder.mimeType.split(";")[0] ?? "" }));
    };
  });
  recorder.start(1000);
  return { stop, sound };
}

/** The media type that `record` will write. @returns {string} */
export function soundType() {
  return (KINDS.find((type) => MediaRecorder.isTypeSupported(type)) ?? "audio/webm").split(";")[0] ?? "";
}

/** @param {MediaStream} stream */
function levelOf(stream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(wave);
      return Math.min(1, Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length) * 4);
    },
    close: () => void context.close(),
  };
}
