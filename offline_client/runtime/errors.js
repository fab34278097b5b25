// The mistakes that the runtime raises on purpose; the twin of the tree in engine/errors.py, as far as a client needs it.

/** An exact number beyond 2^53-1, or a double that is not finite: outcome *error*. */
export class Overflow extends Error {
  constructor() {
    super("A number is beyond what can be computed exactly.");
    this.name = "Overflow";
  }
}

/** An answer or call that does not fit the questionnaire: a stable code, the path, and what to do about it. */
export class InputError extends Error {
  /**
   * @param {string} code
   * @param {string} path
   * @param {string} message
   * @param {string} remedy
   */
  constructor(code, path, message, remedy) {
    super(`${code} at ${path || "/"}: ${message} ${remedy}`);
    this.name = "InputError";
    this.code = code;
    this.path = path;
    this.detail = message;
    this.remedy = remedy;
  }
}
