/** The records that the device keeps. Shapes only; what they mean is in `README.md` beside this file. */
import type { DBSchema } from "../vendor/idb-8.0.4.js";

export interface FormName { id: string; version: string }

export interface AnswerEvent {
  type: string;
  device: string;
  seq: number;
  hlc: string;
  user: string;
  path?: string;
  [member: string]: unknown;
}

export type CompiledForm = any; // the shape is in docs/compiled_form.md; only the runtime looks inside

export interface FormRecord { id: string; version: string; hash: string; compiled: CompiledForm; received: string }

export interface AssignmentRecord {
  user: string;
  id: number;
  form: FormName;
  unit: Record<string, string>;
  label: string;
  address: string;
  area: string;
  preload: Record<string, unknown>;
  previous: Record<string, unknown>;
  due: string | null;
  status: string;
  interview: string | null;
  training: boolean;
  /** Left out in what an older server sent. */
  mode?: string;
}

export type InterviewStatus = "open" | "completed" | "returned" | "approved";

/** The mode of an interview, how often its unit was tried to be reached, what came of it last, and when to try again. */
export interface FieldworkRecord {
  mode: string | null;
  contacts: number;
  outcome: string | null;
  appointment: string | null;
}

export interface InterviewRecord {
  id: string;
  user: string;
  assignment: number | null;
  form: FormName;
  label: string;
  status: InterviewStatus;
  created: string;
  changed: string;
  /** Remarks of the office that nobody has answered or resolved yet. */
  remarks: number;
  /** Left out while nothing of it is known here. */
  fieldwork?: FieldworkRecord;
  /** Whether its assignment was for practice; left out by older versions. */
  training?: boolean;
}

export interface EventRecord { interview: string; device: string; seq: number; event: AnswerEvent }

/** The name of an event that the server has not named yet. */
export interface OutboxRecord { interview: string; device: string; seq: number; user: string }

export interface QuarantineRecord {
  id: string;
  user: string;
  interview: string;
  from: number;
  to: number;
  number: number | null;
  code: string;
  reason: string;
  at: string;
}

/** A file that an answer names, as the answer names it. */
export interface FileValue { name: string; sha256: string; size: number; media_type: string }

export interface FileRecord extends FileValue {
  interview: string;
  user: string;
  path: string;
  /** Bytes that the server said it has, and whether it said that it has all of them. */
  received: number;
  complete: boolean;
  /** Why the server or this device could not go on with it; empty when nothing is wrong. */
  problem: string;
}

export interface PieceRecord { interview: string; sha256: string; index: number; data: Blob }

export interface Session { token: string; expires: string; user: User }

export interface User { name: string; full_name: string; role: string; language: string; areas: string[] }

export interface PhieuSchema extends DBSchema {
  meta: { key: string; value: { key: string; value: unknown } };
  forms: { key: [string, string]; value: FormRecord };
  assignments: { key: [string, number]; value: AssignmentRecord };
  interviews: { key: string; value: InterviewRecord };
  events: { key: [string, string, number]; value: EventRecord };
  outbox: { key: [string, string, number]; value: OutboxRecord };
  quarantine: { key: string; value: QuarantineRecord };
  files: { key: [string, string]; value: FileRecord };
  pieces: { key: [string, string, number]; value: PieceRecord };
}

export type StoreName = "meta" | "forms" | "assignments" | "interviews" | "events" | "outbox" | "quarantine" | "files" | "pieces";
