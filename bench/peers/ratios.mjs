// Ratios of every peer to us from the harness' results: how many times longer the peer takes. usage: node ratios.mjs RESULTS_DIR
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const MEASURES = [
  ["load, processor time", (r) => r.loadCpuMedian],
  ["answer, mean", (r) => r.answers?.mean],
  ["answer, p95", (r) => r.answers?.p95],
  ["set an income, median", (r) => r.setIncome?.median],
  ["add a member, median", (r) => r.addMember?.median],
];

const folder = process.argv[2];
const runs = readdirSync(folder).filter((name) => /\.(flat|roster)-\d+\.browser\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
const ours = new Map(runs.filter((r) => r.peer === "phieu").map((r) => [r.form, r]));

console.log("| form | measure | phieu ms | peer | peer ms | ratio | values right |\n|---|---|---|---|---|---|---|");
for (const run of runs.filter((r) => r.peer !== "phieu")) {
  const own = ours.get(run.form);
  if (!own) continue;
  const right = [own, run].map((r) => (r.checkFill?.ok && r.checkAnswers?.ok ? "yes" : "no")).join(" / ");
  for (const [name, read] of MEASURES) {
    const [a, b] = [read(own), read(run)];
    if (a && b) console.log(`| ${run.form} | ${name} | ${a.toFixed(4)} | ${run.peer} | ${b.toFixed(3)} | ${(b / a).toFixed(1)} | ${right} |`);
  }
}
