// Types of the compiled form, of events, frames and failures. The shapes are told in docs/compiled_form.md and docs/events.md.

export type Ast = any[];
/** An internal value (docs/compiled_form.md, Internal values); null is unknown. */
export type Value = any;
/** An outer value, as in events and RESPONSE.json. */
export type Outer = any;
export type Text = string | (string | number)[] | null;
export type Severity = string;

export interface CompiledForm {
  format: number;
  id: string;
  version: string;
  hash?: string;
  languages: string[];
  title?: number | null;
  texts: Record<string, Text[]>;
  unit?: { key?: string[]; label?: number | null };
  reasons?: Record<string, number>;
  preload?: { name: string; slot: number; value_type: string; unit?: boolean }[];
  reference_date?: string | null;
  modes?: string[];
  phones?: string[];
  respondents?: { asked_by?: number; confidentiality?: number; help?: number };
  paradata?: ParadataKind[];
  confirm_reasons?: { code: string; label: number }[];
  code_lists?: Record<string, CompiledList>;
  scopes: CompiledScope[];
  items: CompiledItem[];
  nodes: CompiledNode[];
  edits?: CompiledEdit[];
}

export type ParadataKind = "times" | "moves" | "edits" | "connection" | "device" | "battery" | "location";

export interface CompiledList {
  codes: string[];
  labels?: (number | null)[];
  parents?: (string | null)[] | null;
  attributes?: Record<string, { type: string; values: Value[] }>;
  exclusive?: string[];
}

export interface CompiledScope {
  name: string;
  parent?: number | null;
  child?: number | null;
  roster?: number | null;
  size: number;
  dependents?: Record<string, [number, number][]>;
  rows?: [number, number][];
}

export interface CompiledItem {
  name: string;
  type: string;
  scope: number;
  slot: number;
  value_type?: string | null;
  label?: number | null;
  hint?: number | null;
  relevant?: number | null;
  required?: number | null;
  constraint?: number | null;
  required_message?: number | null;
  constraint_message?: number | null;
  constraint_severity?: "hard" | "soft";
  choice_message?: number | null;
  filter?: number | null;
  default?: number | null;
  calculation?: number | null;
  codes?: string | null;
  missing?: string[];
  unit?: number | string | null;
  decimals?: number | null;
  min?: number | null;
  max?: number | null;
  appearance?: string[];
  exclusive?: string[];
  row_label?: number | null;
  rows?: { kind: "added" | "count" | "codes" | "selected" | "others"; count?: number; codes?: string; from?: [number, number] };
  min_rows?: number | null;
  max_rows?: number | null;
  of?: number;
  items?: CompiledItem[];
}

export interface CompiledNode {
  kind: string;
  scope: number;
  slot?: number | null;
  edit?: number | null;
  ast: Ast;
  type?: string | null;
  text?: string;
}

export interface CompiledEdit {
  id: string;
  scope: number;
  severity: Severity;
  phase?: string;
  guard?: number | null;
  require: number;
  message?: number | null;
  involved?: [number, number][];
  rows?: [number, number][];
  named?: [number, number][];
}

/** What a closure sees of a frame. The interview, a row, the pseudo frame of a code, and a frame of a test world all are such. */
export interface FrameLike {
  id: string;
  parent: FrameLike | null;
  position: number;
  values: Value[];
  reasons: (string | null)[];
  route: boolean[];
  /** Set where a calculation ended in an error; null while no cell of the frame did. */
  errors: boolean[] | null;
  previous: Value[] | null;
  /** Rows of the child rosters, in order; empty where the roster is off route. */
  children: FrameLike[][];
  /** The row before, or null. */
  before: FrameLike | null;
  home: { today: Value };
  code?: string;
  codeIndex?: number;
}

/** The environments outwards of the innermost frame: one for each aggregate that is open. */
export interface Outward {
  frame: FrameLike;
  outer: Outward | null;
}

export type Closure = (frame: FrameLike, outer: Outward | null) => Value;

/** A cell as answered. `event` is null for calculated and preloaded cells. */
export interface Cell {
  value: Value;
  reason: string | null;
  source: string;
  event: Event | null;
}

/** An event of docs/events.md: the common members, and those of its type. */
export interface Event {
  type: string;
  device: string;
  seq: number;
  hlc: string;
  user: string | null;
  path?: string;
  value?: Outer;
  prev?: string | null;
  source?: string;
  row?: string;
  after?: string | null;
  [member: string]: any;
}

export interface Failure {
  edit: string;
  path: string;
  severity: Severity;
  phase: string;
  message: string;
  involved: string[];
  values: Record<string, Outer>;
  status: "open" | "confirmed" | "accepted";
  reason: string | null;
  text: string | null;
  /** Who confirmed or accepted it, and when (hybrid time). */
  who: string | null;
  when: string | null;
}

export interface NotEvaluated {
  edit: string;
  path: string;
  outcome: "unknown" | "error";
  involved: string[];
}

export interface Conflict {
  kind: "answer" | "removed_row";
  path: string;
  /** The event that stands (for `removed_row`: the removal). */
  kept: Event;
  /** The event that was set aside; both stay in the log. */
  other: Event;
}

export interface Unapplied {
  event: Event;
  code: string;
  reason: string;
}

export interface Remark {
  id: string;
  path: string;
  text: string;
  user: string | null;
  hlc: string;
  status: "open" | "answered" | "resolved";
}

/** An attempt to reach the unit: `at` is a moment, `appointment` a date and time of day on the unit's own clock. */
export interface Contact {
  outcome: string;
  at: string;
  mode: string | null;
  text: string | null;
  appointment: string | null;
  user: string | null;
}

export interface OpenOptions {
  assignment?: number | string | null;
  unit?: Record<string, string>;
  preload?: Record<string, Outer>;
  previous?: Record<string, Outer>;
  mode?: string;
  seed?: number | string | null;
  reference_date?: string;
}

export interface InterviewOptions {
  events?: Event[];
  clock: () => string;
  device?: string;
  user?: string | null;
  open?: OpenOptions;
  language?: string;
  /** Severities that headquarters has changed during fieldwork, by edit. */
  severities?: Record<string, "hard" | "soft" | "off">;
  /** A source of randomness in [0, 1) for the ids of rows; the ids are recorded. */
  random?: () => number;
}
