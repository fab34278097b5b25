// The hybrid logical clock of events (Kulkarni et al. 2014). It knows no time of its own: the physical time is given to it.

const FORM = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)-([0-9a-f]{4})$/;
const LAST_COUNT = 0xffff;

/** ISO text of an instant, to the millisecond, in UTC. @param {string} iso */
export function instant(iso) {
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds)) throw new TypeError(`The clock gave '${iso}', which is no ISO time.`);
  return new Date(milliseconds).toISOString();
}

/** True for text that is a hybrid time of fixed width. @param {unknown} text */
export function isHybridTime(text) {
  return typeof text === "string" && FORM.test(text);
}

/** A clock that never runs backwards and is moved on by every time it observes. */
export class HybridClock {
  /** @param {() => string} physical  ISO time, corrected by the offset that was measured at the last contact */
  constructor(physical) {
    this.physical = physical;
    this.time = "";
    this.count = 0;
    this.given = "";
    this.instant = "";
  }

  /** The next time, as fixed-width text. */
  next() {
    const given = this.physical();
    if (given !== this.given) {
      this.instant = instant(given); // answers given at once share an instant, and reading it costs more than many of them
      this.given = given;
    }
    const now = this.instant;
    if (now > this.time) {
      this.time = now;
      this.count = 0;
    } else if (this.count < LAST_COUNT) this.count += 1;
    else {
      this.time = new Date(Date.parse(this.time) + 1).toISOString();
      this.count = 0;
    }
    return `${this.time}-${this.count.toString(16).padStart(4, "0")}`;
  }

  /** Moves the clock on to at least `hlc`; text that is no hybrid time is passed over. @param {string} hlc */
  observe(hlc) {
    const parts = FORM.exec(hlc);
    if (!parts) return;
    const [, time = "", count = "0"] = parts;
    const counted = parseInt(count, 16);
    if (time > this.time || (time === this.time && counted > this.count)) {
      this.time = time;
      this.count = counted;
    }
  }
}
