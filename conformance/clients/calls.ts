/**
 * `npm run clients:calls`: every call that the SDK of version 11 has an intent for, made once against a node of ours. Writes
 * `conformance/clients/CALLS.md`.
 */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findPython, PythonMissing, prepare } from "./environment.ts";
import { withNode } from "./node.ts";

interface Call {
  readonly name: string;
  readonly ok: boolean;
  readonly reason?: string;
}

const CLIENT = { name: "SDK 11.3.0", set: "d", script: "sdk11.py" };
const LIMIT = 15 * 60_000;
const MARK = "MYELIN-CALL ";

/** Why a call fails, in our words: by what the client tells, or by the call's name. */
const REASONS: readonly (readonly [told: RegExp, reason: string])[] = [
  [/Basket|_basket/, "baskets, which the client uses here, are newer than spec 425"],
  [/collateral/, "miners' collateral is newer than spec 425"],
  [/pow_register/, "registration by proof of work is gone at spec 425, and back later"],
  [/claim_root_with_hotkey|trim_null_uids/, "the call is newer than spec 425"],
  [/lock_stake|move_lock|perpetual_lock|reject_locked/, "locks of stake are not built yet"],
  [/lease/, "leases are not built yet"],
  [/EVM|evm_key/, "there is no EVM here"],
  [/timelocked/, "time-locked weights need the drand beacon, which is not built yet"],
];

async function main(): Promise<number> {
  try {
    const { bin } = await prepare(await findPython(), CLIENT.set);
    const calls = await withNode((url, home) => makeAll(join(bin, "python"), url, home));
    writeFileSync(join(import.meta.dirname, "CALLS.md"), HEAD + table(calls));
    console.log(`${CLIENT.name}: ${calls.filter(({ ok }) => ok).length} of ${calls.length} calls work`);
    for (const call of calls.filter(({ ok }) => !ok)) console.log(`  ${call.name}: ${call.reason}`);
    return 0;
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(error.message);
    return 2;
  }
}

async function makeAll(python: string, url: string, home: string): Promise<Call[]> {
  const env = { PATH: process.env["PATH"], HOME: home };
  const { stdout, stderr } = await promisify(execFile)(
    python,
    [join(import.meta.dirname, "calls", CLIENT.script), url],
    { env, timeout: LIMIT, maxBuffer: 64 * 1024 * 1024 },
  );
  if (stderr !== "") console.error(stderr);
  const lines = stdout.split("\n").filter((line) => line.startsWith(MARK));
  return lines.map((line) => JSON.parse(line.slice(MARK.length)) as Call);
}

function table(calls: readonly Call[]): string {
  const rows = calls.map((call) => `| \`${call.name}\` | ${call.ok ? "works" : "fails"} | ${reasonOf(call)} |\n`);
  const works = `${calls.filter(({ ok }) => ok).length} of ${calls.length} calls work.`;
  return `${works}\n\n| call | result | why |\n| --- | --- | --- |\n${rows.join("")}`;
}

function reasonOf({ reason }: Call): string {
  if (reason === undefined) return "";
  const known = REASONS.find(([told]) => told.test(reason));
  return known?.[1] ?? reason.replace(/\s+/g, " ").replaceAll("|", "\\|");
}

const HEAD = `# What Bittensor's SDK of version 11 can do

Every call that ${CLIENT.name} has an intent for, made once, in an order in which each can succeed, against a new development
network; it works when its transaction is in a block and its dispatch succeeded. Written by \`npm run clients:calls\`.

`;

process.exitCode = await main();
