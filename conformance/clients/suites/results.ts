import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nameOf, type Result, type Suite } from "./suite.ts";

const REPORT = join(import.meta.dirname, "..", "..", "RESULTS.md");

/** What each file of a suite gave when it last ran. */
export function readResults({ name }: Suite): Record<string, readonly Result[]> {
  const kept = keptIn(name);
  return existsSync(kept) ? (JSON.parse(readFileSync(kept, "utf8")) as Record<string, Result[]>) : {};
}

export function keepResults(suite: Suite, file: string, outcomes: readonly Result[]): void {
  const results = {
    ...readResults(suite),
    [file]: outcomes.map(({ test, outcome, reason, attempt }) => ({ test, outcome, reason, attempt })),
  };
  const sorted = Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(keptIn(suite.name), `${JSON.stringify(sorted, null, 1)}\n`);
}

/** `conformance/RESULTS.md`: every test of every suite that has run, and the reason at each that does not pass. */
export function writeResults(suites: readonly Suite[]): void {
  const sections = suites.map((suite) => section(suite, readResults(suite)));
  writeFileSync(REPORT, HEAD + sections.join(""));
}

function section(suite: Suite, results: Record<string, readonly Result[]>): string {
  if (Object.keys(results).length === 0) return "";
  const groups = suite.groups.map(({ name, title, files, holds = () => true }) => {
    const names = files instanceof RegExp ? Object.keys(results).filter((file) => files.test(file)) : files;
    const tests = names.flatMap((file) => results[file] ?? []).filter(({ test }) => holds(nameOf(test)));
    return { heading: `${name}: ${title}`, row: [name, title, passedOf(tests)], tests };
  });
  const summary = table(
    ["group", "what it tests", "passed"],
    groups.map(({ row }) => row),
  );
  const details = groups
    .filter(({ tests }) => tests.length > 0)
    .map(({ heading, tests }) => `\n### ${heading}\n\n${rows(suite, tests)}`);
  return `\n## ${suite.title}\n\n${suite.about}\n\n${summary}${details.join("")}`;
}

function passedOf(tests: readonly Result[]): string {
  return `${tests.filter(({ outcome }) => outcome === "passed").length} of ${tests.length}`;
}

function rows(suite: Suite, tests: readonly Result[]): string {
  const lines = tests.map(({ test, outcome, reason, attempt = 1 }) => {
    const passed = attempt === 1 ? "" : `at attempt ${attempt}`;
    return [`\`${nameOf(test)}\``, outcome, outcome === "passed" ? passed : reasonFor(suite, nameOf(test), reason)];
  });
  return table(["test", "result", "why"], lines);
}

/** In our words where we know why, else in the test's own. */
function reasonFor({ reasons }: Suite, test: string, told: string | undefined): string {
  const known = reasons.find(([pattern]) => pattern.test(test));
  return known?.[1] ?? (told ?? "").replace(/\s+/g, " ").replaceAll("|", "\\|").slice(0, 300);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}

function keptIn(name: string): string {
  return join(import.meta.dirname, `${name}.json`);
}

const HEAD = `# Results of Bittensor's own suites

Test suites of Bittensor's own for its clients and its chain, unchanged, run against the local network of \`bin/localnet.sh\`
or one like it. Written by \`npm run clients:suite\`; the words for each failure stand in \`conformance/clients/suites\`.
`;
