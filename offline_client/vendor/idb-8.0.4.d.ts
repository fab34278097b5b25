// Ours: where the types of idb-8.0.4.js stand. Both files are unmodified.
export * from "./entry.js";
export { unwrap, wrap } from "./wrap-idb-value.js";
