/**
 * `npm run clients`: Bittensor's published Python clients, unchanged, against a node of ours.
 *
 *   npm run clients                 sets a and b, every scenario
 *   npm run clients -- short        the scenarios of everyday life alone
 *   npm run clients -- nightly      all sets; writes the table of docs/coming-from-bittensor.md
 *   npm run clients -- b d          the sets named
 *
 * Each set is installed once into a folder of the user's cache. Nothing is left out in silence: without Python, or without
 * a way to its packages, the run says so and exits with 2.
 */
import { join } from "node:path";
import { type Environment, findPython, PythonMissing, prepare } from "./environment.ts";
import { withNode } from "./node.ts";
import { type Outcome, runPytest } from "./pytest.ts";
import { type ClientSet, SETS } from "./sets.ts";
import { writeTable } from "./table.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const short = args.includes("short");
  const nightly = args.includes("nightly");
  const sets = chosenSets(
    args.filter((arg) => arg !== "short" && arg !== "nightly"),
    nightly,
  );
  if (sets === undefined) return 2;
  const results = new Map<ClientSet, Outcome[]>();
  try {
    const python = await findPython();
    for (const set of sets) results.set(set, await runSet(set, await prepare(python, set.name), { short, nightly }));
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(error.message);
    return 2;
  }
  if (nightly) writeTable(results);
  return close([...results.values()].flat());
}

function chosenSets(names: readonly string[], nightly: boolean): readonly ClientSet[] | undefined {
  if (names.length === 0) return SETS.filter((set) => nightly || !set.nightly);
  const unknown = names.find((name) => !SETS.some((set) => set.name === name));
  if (unknown === undefined) return SETS.filter((set) => names.includes(set.name));
  console.error(`There is no set "${unknown}". Name one of ${SETS.map(({ name }) => name).join(", ")}.`);
  return undefined;
}

/** Each set meets a chain of its own. */
function runSet(
  { name, clients, scenarios, long = [] }: ClientSet,
  environment: Environment,
  { short, nightly }: { readonly short: boolean; readonly nightly: boolean },
): Promise<Outcome[]> {
  console.log(`\n${name}: ${clients}`);
  return withNode(async (url, home) => {
    const outcomes: Outcome[] = [];
    const env = { MYELIN_URL: url, MYELIN_NODE: process.execPath };
    for (const part of [...scenarios, ...(nightly ? long : [])]) {
      const folder = join(import.meta.dirname, "scenarios", part);
      outcomes.push(...(await runPytest(environment, { folder, args: short ? ["-m", "short"] : [], home, env })));
    }
    return outcomes;
  });
}

function close(outcomes: readonly Outcome[]): number {
  const count = (kind: Outcome["outcome"]) => outcomes.filter(({ outcome }) => outcome === kind).length;
  const left = count("skipped");
  console.log(`\n${count("passed")} passed, ${count("failed")} failed${left > 0 ? `, ${left} left out` : ""}`);
  return count("failed") === 0 && count("passed") > 0 ? 0 : 1;
}
