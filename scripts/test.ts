/**
 * `npm test [-- vitest arguments]` and `npm run test:browser`: runs Vitest and closes with `N passed, M failed` alone on
 * the last line.
 *
 * Tests that could not run (a file that fails to load, or whose preparation fails) count as failed; skipped tests are
 * named, never counted as passed.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; name: string; assertionResults: { status: string }[] }[];
}

const folder = mkdtempSync(join(tmpdir(), "myelin-test-"));
const reportFile = join(folder, "report.json");
const extra = process.argv.slice(2);

const run = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile}`,
    ...extra,
  ],
  { stdio: "inherit", env: { ...process.env, NODE_OPTIONS: withTsx(process.env.NODE_OPTIONS) } },
);

const report = readReport();
rmSync(folder, { recursive: true, force: true });
if (report === undefined) {
  console.error("The test runner ended before it wrote its report.");
  process.exit(1);
}
const brokenFiles = report.testResults.filter(
  (file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
);
const failed = report.numFailedTests + brokenFiles.length;
const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : "";
console.log(`\n${report.numPassedTests} passed, ${failed} failed${skipped}`);
process.exit(run.status === 0 && failed === 0 ? 0 : 1);

/** Workers and child processes that tests start load TypeScript the way the product does. */
function withTsx(current = ""): string {
  return current.includes("--import=tsx") ? current : `${current} --import=tsx`.trim();
}

function readReport(): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(reportFile, "utf8")) as VitestReport;
  } catch {
    return undefined;
  }
}
