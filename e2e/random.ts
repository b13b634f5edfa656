/**
 * `npm run test:long [-- SEEDS BLOCKS]`: networks under random operations of all calls, 10 seeds of 2,000 blocks unless told
 * otherwise. TAO and alpha must be accounted for after every block, and the first seed must give the same run twice. Closes
 * with `N passed, M failed`.
 */
import { RandomRun } from "../packages/runtime/src/testing/random/random-run.ts";

const seeds = Number(process.argv[2] ?? 10);
const blocks = Number(process.argv[3] ?? 2_000);
const succeeded = new Set<string>();
let passed = 0;
let failed = 0;

function runOf(seed: number): RandomRun {
  const run = new RandomRun(seed);
  for (let i = 0; i < blocks; i++) run.block();
  return run;
}

function attempt(seed: number, check: (run: RandomRun) => void): void {
  try {
    const run = runOf(seed);
    check(run);
    const operations = [...run.outcomes.values()].reduce((sum, times) => sum + times, 0);
    console.log(`seed ${seed}: ${run.outcomes.get("ok")} of ${operations} operations succeeded, root ${run.root}`);
    for (const name of run.succeeded.keys()) succeeded.add(name);
    passed += 1;
  } catch (error) {
    console.error(`seed ${seed}: ${error instanceof Error ? error.message : error}`);
    failed += 1;
  }
}

let first = "";
for (let seed = 1; seed <= seeds; seed++) {
  attempt(seed, ({ root }) => {
    if (seed === 1) first = root;
  });
}
attempt(1, ({ root }) => {
  if (root !== first) throw new Error("the same seed gave another run");
});

const never = new RandomRun(1).names.filter((name) => !succeeded.has(name));
console.log(`${succeeded.size} calls succeeded at least once; never: ${never.join(", ") || "none"}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
