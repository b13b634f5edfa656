/**
 * `npm run clients:suite -- NAME SOURCE [FILE...]`: a test suite of Bittensor's own, unchanged, against a local network of
 * ours. Writes `conformance/RESULTS.md`. The suites are no part of this repository: SOURCE is a folder with theirs.
 *
 *   git clone --branch v10.2.0 https://github.com/opentensor/bittensor ~/bittensor
 *   npm run clients:suite -- sdk ~/bittensor                      all files, some forty minutes
 *   npm run clients:suite -- sdk ~/bittensor test_transfer.py     one; the others keep their results
 *   git clone --branch v9.21.2 https://github.com/opentensor/btcli ~/btcli
 *   npm run clients:suite -- btcli ~/btcli
 *   git clone https://github.com/opentensor/subtensor ~/subtensor
 *   npm run clients:suite -- typescript ~/subtensor
 *   npm run clients:suite                                         writes the report again
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { PythonMissing } from "./environment.ts";
import { SUITES } from "./suites/index.ts";
import { keepResults, readResults, writeResults } from "./suites/results.ts";
import type { Suite } from "./suites/suite.ts";

process.exitCode = await main(process.argv.slice(2));

async function main([name, source, ...chosen]: readonly string[]): Promise<number> {
  if (name === undefined) {
    writeResults(SUITES);
    return 0;
  }
  const suite = SUITES.find((candidate) => candidate.name === name);
  if (suite === undefined) {
    console.error(`There is no suite "${name}". Name one of ${SUITES.map((known) => known.name).join(", ")}.`);
    return 2;
  }
  const folder = source === undefined ? undefined : resolve(source);
  if (folder === undefined || !existsSync(join(folder, suite.folder))) {
    console.error(`Name the folder that holds ${suite.source}.`);
    return 2;
  }
  return run(suite, folder, chosen);
}

async function run(suite: Suite, source: string, chosen: readonly string[]): Promise<number> {
  const files = suite.list(source);
  const unknown = chosen.find((name) => !files.includes(name));
  if (unknown !== undefined) {
    console.error(`The suite has no ${unknown}. It has ${files.join(", ")}.`);
    return 2;
  }
  try {
    await suite.run(source, chosen.length > 0 ? chosen : files, (file, results) => keepResults(suite, file, results));
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(error.message);
    return 2;
  }
  writeResults(SUITES);
  const outcomes = Object.values(readResults(suite)).flat();
  console.log(`\n${outcomes.filter(({ outcome }) => outcome === "passed").length} of ${outcomes.length} passed`);
  return 0;
}
