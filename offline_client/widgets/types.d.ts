/** What a widget is given, and what it gives back. */
import type { CompiledItem } from "../runtime/types";
import type { Texts } from "../texts/en.js";

/** `above`: labels of the groups that the code is in, the nearest first. */
export interface Offer { code: string; label: string; above?: string[] }

/** A code list as one question offers it; entries are places in the list. */
export interface CodeList {
  /** All codes of the list, offered or not. */
  size: number;
  search: (query: string, limit: number) => { found: number[]; more: boolean };
  offer: (entry: number) => Offer;
  entryOf: (code: string) => number | null;
  accepts: (entry: number) => boolean;
  /** The groups in a group (null: at the top) with something that is offered. */
  groups: (group: string | null) => Offer[];
  /** What is offered in a group itself. */
  entries: (group: string | null) => number[];
  /** Chosen lately on this device, and offered here. */
  lately: () => number[];
  use: (code: string) => void;
}

export interface Context {
  item: CompiledItem;
  /** Start of the DOM ids of the controls; a single control has exactly this id, and the question's label points to it. */
  id: string;
  words: Texts;
  language: string;
  /** The question's own text, for controls that need it in their accessible names. */
  label: string;
  unit: string;
  readOnly: boolean;
  /** Codes offered now, in order. */
  offered: () => Offer[];
  /** The code list behind them, for long ones. */
  list: CodeList | null;
  exclusive: readonly string[];
  /** The value as people read it. */
  format: () => string;
  /** Puts the bytes on the device, then answers with the file; rejects when they cannot be kept. */
  keepFile: (blob: Blob | Promise<Blob>, about: { name: string; media_type: string }) => Promise<void>;
  /** The bytes of a file; null when they are not on this device. */
  readFile: (sha256: string) => Promise<Blob | null>;
  /** Answers with a value in outer form; null clears. */
  commit: (value: unknown) => void;
}

/** The answer in outer form; null where there is none. `offersAnew`: other codes may be offered than when last shown. */
export interface Shown { value: any; reason: string | null; offersAnew?: boolean }

export interface Widget {
  element: HTMLElement;
  update: (shown: Shown) => void;
  focus: () => void;
}

/** `control`: one control that a `<label for>` names; `group`: several, named by a legend; `none`: nothing to answer. */
export interface Kind { create: (context: Context) => Widget; labels: "control" | "group" | "none" }
