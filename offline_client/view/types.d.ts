/** What the parts of the interview's screen share. */
import type { Interview } from "../runtime/interview.js";
import type { Failure, Remark } from "../runtime/types";
import type { Texts } from "../texts/en.js";
import type { Files } from "./files.js";

export interface Desk {
  interview: Interview;
  words: Texts;
  language: string;
  readOnly: boolean;
  /** On the card of a row, where a question's tools come when somebody is at it. */
  onCard?: boolean;
  files: Files;
  /** Failures that stand at or involve a cell, as of the last change; a missing required answer only once it may be said. */
  failuresAt: (path: string) => Failure[];
  remarksAt: (path: string) => Remark[];
  /**
   * Changes the interview and shows what it refuses; returns whether it was done. With `pageFirst` what the page itself shows of it is
   * seen before what follows from it elsewhere, and what fails now.
   */
  act: (change: () => void, how?: { pageFirst: boolean }) => boolean;
  goTo: (path: string) => void;
  openPage: (key: string) => void;
  /** Opens the search for a question; the way to the next one without an answer; how the device shows things. */
  find: () => void;
  toUnanswered: () => void;
  settings: () => void;
  /** Back to the list. */
  leave: () => void;
  toast: (text: string, action?: { label: string; run: () => void }) => void;
}

/** A part of a page: shown where its path is on route. */
export interface Part {
  path: string;
  element: HTMLElement;
  /** Brings it up to date; `changed` is null when everything may have changed. */
  update: (changed: ReadonlySet<string> | null) => void;
  /** Puts the focus on the question with this path, if it is within. */
  focus: (path: string) => boolean;
}
