/**
 * `npm run clients:suite -- SOURCE [FILE...]`: the end-to-end tests of Bittensor's own SDK, release 10.2.0, unchanged,
 * against `bin/localnet.sh`. Writes `conformance/RESULTS.md`.
 *
 *   git clone --branch v10.2.0 https://github.com/opentensor/bittensor ~/bittensor
 *   npm run clients:suite -- ~/bittensor                          all files, some forty minutes
 *   npm run clients:suite -- ~/bittensor test_transfer.py         one; the others keep their results
 *
 * It needs the ports 9944 and 9945. The suite itself is no part of this repository.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findPython, PythonMissing, prepare } from "./environment.ts";
import { runPytest } from "./pytest.ts";
import { keepResults, readResults, writeResults } from "./results.ts";

const SET = "b";
const FOLDER = "tests/e2e_tests";
/** Seconds that one test may take. */
const LIMIT = 300;
/**
 * What the local network of March 2026, for which the release is written, had otherwise (spec 393): a registration on a new
 * subnet cost `InitialBurn`; `init_new_network` sets 1 τ since spec 401.
 */
const OF_ITS_TIME = { newSubnetBurn: "100000000" };

process.exitCode = await main(process.argv.slice(2));

async function main([source, ...chosen]: readonly string[]): Promise<number> {
  const folder = source === undefined ? undefined : resolve(source);
  if (folder === undefined || !existsSync(join(folder, FOLDER))) {
    console.error("Name the folder that holds the source of Bittensor's SDK, release 10.2.0.");
    return 2;
  }
  const files = readdirSync(join(folder, FOLDER)).filter((name) => /^test_.*\.py$/.test(name));
  const unknown = chosen.find((name) => !files.includes(name));
  if (unknown !== undefined) {
    console.error(`The suite has no ${unknown}. It has ${files.join(", ")}.`);
    return 2;
  }
  const home = mkdtempSync(join(tmpdir(), "myelin-suite-"));
  try {
    const environment = await prepare(await findPython(), SET);
    for (const file of chosen.length > 0 ? chosen : files) {
      console.log(`\n${file}`);
      const args = [join(FOLDER, file), "-o", "asyncio_mode=strict"];
      const localnet = resolve(import.meta.dirname, "..", "..", "bin", "localnet.sh");
      const env = { USE_DOCKER: "0", LOCALNET_SH_PATH: localnet, MYELIN_OPTIONS: JSON.stringify(OF_ITS_TIME) };
      keepResults(file, await runPytest(environment, { folder, args, home, env, testLimit: LIMIT }));
    }
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(error.message);
    return 2;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  writeResults();
  const outcomes = Object.values(readResults()).flat();
  console.log(`\n${outcomes.filter(({ outcome }) => outcome === "passed").length} of ${outcomes.length} passed`);
  return 0;
}
