import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "./pytest.ts";
import { GROUPS, reasonFor } from "./suite-groups.ts";

const KEPT = join(import.meta.dirname, "sdk-suite.json");
const REPORT = join(import.meta.dirname, "..", "RESULTS.md");

type Result = Pick<Outcome, "test" | "outcome" | "reason">;

/** What each file of the suite gave when it last ran. */
export function readResults(): Record<string, readonly Result[]> {
  return existsSync(KEPT) ? (JSON.parse(readFileSync(KEPT, "utf8")) as Record<string, Result[]>) : {};
}

export function keepResults(file: string, outcomes: readonly Outcome[]): void {
  const results = {
    ...readResults(),
    [file]: outcomes.map(({ test, outcome, reason }) => ({ test, outcome, reason })),
  };
  const sorted = Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(KEPT, `${JSON.stringify(sorted, null, 1)}\n`);
}

/** `conformance/RESULTS.md`: every test, and the reason at each that does not pass. */
export function writeResults(): void {
  const results = readResults();
  const groups = GROUPS.map((group) => {
    const tests = group.files.flatMap((file) => results[file] ?? []).filter(({ test }) => group.holds(nameOf(test)));
    const passed = tests.filter(({ outcome }) => outcome === "passed").length;
    return { ...group, tests, passed };
  });
  const summary = groups.map(
    ({ name, title, tests, passed }) => `| ${name} | ${title} | ${passed} of ${tests.length} |\n`,
  );
  const sections = groups.map(({ name, title, tests }) => `\n## ${name}: ${title}\n\n${rows(tests)}`);
  writeFileSync(
    REPORT,
    `${HEAD}| group | what it tests | passed |\n| --- | --- | --- |\n${summary.join("")}${sections.join("")}`,
  );
}

function rows(tests: readonly Result[]): string {
  const lines = tests.map(({ test, outcome, reason }) => {
    const why = outcome === "passed" ? "" : reasonFor(nameOf(test), reason);
    return `| \`${nameOf(test)}\` | ${outcome} | ${why} |\n`;
  });
  return `| test | result | why |\n| --- | --- | --- |\n${lines.join("")}`;
}

/** Without the file. */
function nameOf(test: string): string {
  return test.split("::").pop()!;
}

const HEAD = `# Results of Bittensor's own suites

The end-to-end tests of Bittensor's SDK, release 10.2.0, unchanged, run with SDK 10.2.1 against \`bin/localnet.sh\`.
Written by \`npm run clients:suite\`; the words for each failure stand in \`conformance/clients/suite-groups.ts\`.

`;
