// Our runtime in the peer harness: the compiled form's text in memory -> an open interview, and one answer at a time.
import { Interview } from "phieu-interview";
export const meta = { name: "phieu", dir: "phieu", format: "phieu", semantics: "blank", rendering: "none (runtime only)", alias: { "phieu-interview": "../../offline_client/runtime/interview.js" } };

const clock = () => new Date().toISOString();
export const load = (source) => ({ interview: Interview.open(JSON.parse(source), { events: [], clock }), members: [] });
export const index = (ctx, model) => { ctx.roster = model.roster?.name; if (ctx.roster) ctx.members = ctx.interview.rows(ctx.roster); };
export const set = (ctx, name, value) => { ctx.interview.answer(name, value); };
export const calc = (ctx, name) => ctx.interview.value(name) ?? 0;
export const relevant = (ctx, name) => ctx.interview.onRoute(name);
export const validate = (ctx) => ctx.interview.failures().length;
export const invalidNames = (ctx) => ctx.interview.failures().filter((f) => f.edit.endsWith(":constraint")).map((f) => f.path);
export const memberCount = (ctx) => ctx.members.length;
export const addMember = (ctx) => { ctx.members.push(`${ctx.roster}[${ctx.interview.addRow(ctx.roster)}]`); };
export const setMember = (ctx, i, name, value) => { ctx.interview.answer(`${ctx.members[i]}.${name}`, value); };
export const memberCalc = (ctx, i, name) => ctx.interview.value(`${ctx.members[i]}.${name}`) ?? 0;
export const memberRelevant = (ctx, i, name) => ctx.interview.onRoute(`${ctx.members[i]}.${name}`);
