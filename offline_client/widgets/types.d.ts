/** What a widget is given, and what it gives back. */
import type { CompiledItem } from "../runtime/types";
import type { Texts } from "../texts/en.js";

export interface Offer { code: string; label: string }

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
  exclusive: readonly string[];
  /** The value as people read it. */
  format: () => string;
  /** Answers with a value in outer form; null clears. */
  commit: (value: unknown) => void;
}

/** The answer in outer form; null where there is none. */
export interface Shown { value: any; reason: string | null }

export interface Widget {
  element: HTMLElement;
  update: (shown: Shown) => void;
  focus: () => void;
}

/** `control`: one control that a `<label for>` names; `group`: several, named by a legend; `none`: nothing to answer. */
export interface Kind { create: (context: Context) => Widget; labels: "control" | "group" | "none" }
