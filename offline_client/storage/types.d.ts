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
  /** Its assignment was withdrawn, or given to somebody else: no work of this user any more. What is unsent of it is sent. */
  away?: boolean;
  /** Events came in, and what the list shows of them is not worked out yet. */
  stale?: boolean;
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

/** The office's public key: 65 bytes of a point of P-256, base64, and a name for it. */
export interface OfficeKey { id: string; public: string }

/** A data key, wrapped by what a person knows (rounds > 0) or has. */
export interface Wrap {
  kind: string;
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  credential?: Uint8Array<ArrayBuffer>;
  sealed: Uint8Array<ArrayBuffer>;
}

/** The keys of one user on this device. Nothing in it opens anything without a secret. */
export interface KeyRecord {
  user: string;
  wraps: Wrap[];
  /** The data key sealed for the office, which gives it back to the user who has a new password. */
  escrow: { office: string; sealed: Uint8Array<ArrayBuffer> } | null;
  /** Wrong tries since the last right one, and the time before which there is no further one. */
  tries: number;
  until: number;
  /** Too many tries: only signing in at the server opens it now. */
  closed: boolean;
  /** Everything of this user from before there was encryption has been sealed. */
  swept: boolean;
  /** The key, sealed by that of the user who is sealing this one's records from before there was encryption. */
  adopted: { by: string; sealed: Uint8Array<ArrayBuffer> } | null;
  /** Minutes without a touch until it locks. */
  idle: number;
}

/** What is sealed at rest, by store. */
export interface Sealable {
  assignments: AssignmentRecord;
  interviews: InterviewRecord;
  events: EventRecord;
  quarantine: QuarantineRecord;
  files: FileRecord;
  pieces: PieceRecord;
  sessions: { user: string; language: string; session: Session };
}

/** A record as it lies in its store: some of it in clear, the rest sealed; all in clear when it is from before encryption. */
export type AtRest<T, Clear extends keyof T> = Pick<T, Clear> & Partial<Omit<T, Clear>> & { sealed?: Uint8Array<ArrayBuffer> };

export type AssignmentAtRest = AtRest<AssignmentRecord, "user" | "id" | "form" | "interview">;
export type InterviewAtRest = AtRest<InterviewRecord, Exclude<keyof InterviewRecord, "label" | "fieldwork">>;
export type FileAtRest = AtRest<FileRecord, Exclude<keyof FileRecord, "name" | "path" | "media_type">>;

export interface PhieuSchema extends DBSchema {
  meta: { key: string; value: { key: string; value: unknown } };
  keys: { key: string; value: KeyRecord };
  forms: { key: [string, string]; value: FormRecord };
  assignments: { key: [string, number]; value: AssignmentAtRest };
  interviews: { key: string; value: InterviewAtRest };
  events: { key: [string, string, number]; value: AtRest<EventRecord, "interview" | "device" | "seq"> };
  outbox: { key: [string, string, number]; value: OutboxRecord };
  quarantine: { key: string; value: AtRest<QuarantineRecord, "id" | "user" | "interview"> };
  files: { key: [string, string]; value: FileAtRest };
  pieces: { key: [string, string, number]; value: AtRest<PieceRecord, "interview" | "sha256" | "index"> };
}

export type StoreName = keyof { [Name in keyof PhieuSchema as string extends Name ? never : Name]: true };
