/**
 * `npm run test:crash [-- KILLS]`: kills a node under load with SIGKILL, 100 times unless told otherwise, and checks that no
 * committed block is lost and that a replay from genesis gives the same roots. Closes with `N passed, M failed`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crashAgainAndAgain } from "../packages/node/src/testing/crash.ts";

const kills = Number(process.argv[2] ?? 100);
const dir = mkdtempSync(join(tmpdir(), "myelin-crash-"));
let survived = 0;
try {
  const report = await crashAgainAndAgain({
    dir,
    kills,
    onKill(kill, head) {
      survived = kill;
      console.log(`kill ${kill} of ${kills}: head ${head}`);
    },
  });
  console.log(`${report.blocks} blocks with ${report.extrinsics} extrinsics, replayed to ${report.stateRoot}`);
  rmSync(dir, { recursive: true, force: true });
  console.log(`${survived} passed, 0 failed`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`The data is left in ${dir}.`);
  console.log(`${survived} passed, 1 failed`);
  process.exitCode = 1;
}
