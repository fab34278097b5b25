/** The shapes that the designer exchanges with the server and with the preview. No code lives here. */

export interface Finding {
  code: string;
  message: string;
  remedy: string;
  severity: "error" | "warning" | "info";
  pointer: string;
  /** Offsets in the text of the questionnaire, counted in UTF-16 units as the browser does. */
  from: number;
  to: number;
  line: number;
  /** Name of the code list file that the finding is about, or null for the questionnaire itself. */
  file: string | null;
  /** A response, as JSON, that shows it; null where there is none. */
  example: string | null;
}

export interface ThoroughAnswer {
  state: "running" | "done" | "errors" | "failed";
  findings: Finding[];
}

export interface OutlineItem {
  name: string;
  type: string;
  label: string;
  pointer: string;
  /** Roster names from outside in, then the name: `people.age`. */
  path: string;
  items: OutlineItem[];
  logic: boolean;
}

export interface Names {
  /** Variables, as expressions name them, with type and label for the list of completions. */
  variables: { name: string; type: string; label: string; roster: string }[];
  rosters: string[];
  code_lists: Record<string, { code: string; label: string }[]>;
  reasons: string[];
}

export interface CheckAnswer {
  findings: Finding[];
  /** The compiled form, or null while errors exist. */
  compiled: Record<string, unknown> | null;
}

export interface FunctionHelp {
  name: string;
  signature: string;
  summary: string;
}

export interface Draft {
  form: string;
  source: string;
  files: Record<string, string>;
  revision: number;
  edited_by: string;
  edited_at: string;
}

export interface SaveAnswer {
  revision: number;
  edited_by: string;
  edited_at: string;
}

/** What the page hands to the module, in the script element with id `designer-data`. */
export interface PageData {
  draft: Draft;
  schema: Schema;
  functions: FunctionHelp[];
  words: string[];
  language: string;
  user: string;
  csrf: string;
  nonce: string;
  urls: { check: string; prove: string; save: string; draft: string; publish: string; preview: string | null };
  texts: Record<string, string>;
}

export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  title?: string;
  description?: string;
  type?: string | string[];
  enum?: (string | number | boolean)[];
  examples?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  if?: Schema;
  then?: Schema;
  else?: Schema;
}
