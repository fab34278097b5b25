/** When the device has not been touched for a while: tells it once, also when it was asleep meanwhile. */

const LOOK = 5_000; // milliseconds between two looks at the clock
const TOUCHES = ["pointerdown", "keydown", "input", "wheel"];

export class Idle {
  #last = Date.now();
  #minutes = 0;

  /** @param {() => void} onIdle called again with every look until somebody touches or it is stopped */
  constructor(onIdle) {
    this.onIdle = onIdle;
    for (const name of TOUCHES) addEventListener(name, () => this.touch(), { capture: true, passive: true });
    setInterval(() => this.#look(), LOOK);
    document.addEventListener("visibilitychange", () => this.#look());
  }

  /** Begins to watch, or goes on with another time. @param {number} minutes 0 stops */
  watch(minutes) {
    this.#minutes = minutes;
    this.#last = Date.now();
  }

  touch() {
    if (!this.#due()) this.#last = Date.now(); // a tap that comes too late does not keep it open
  }

  #look() {
    if (this.#due()) this.onIdle();
  }

  #due() {
    return this.#minutes > 0 && Math.abs(Date.now() - this.#last) >= this.#minutes * 60_000;
  }
}
