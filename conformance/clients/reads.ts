/**
 * `npm run clients:reads`: every method of each SDK that only reads, called once against a node of ours. Writes
 * `conformance/clients/READS.md`.
 */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findPython, PythonMissing, prepare } from "./environment.ts";
import { withNode } from "./node.ts";

interface Read {
  readonly name: string;
  readonly ok: boolean;
  readonly reason?: string;
}

const CLIENTS = [
  { name: "SDK 10.5.0", set: "a", script: "sdk10.py" },
  { name: "SDK 10.2.1", set: "b", script: "sdk10.py" },
  { name: "SDK 11.3.0", set: "d", script: "sdk11.py" },
] as const;

const LIMIT = 10 * 60_000;
const MARK = "MYELIN-READ ";

/** Why a read fails, in our words. */
const REASONS: readonly (readonly [told: RegExp, reason: string])[] = [
  [/Triumvirate/, "left over in the client: no chain has had it for years"],
  [/MaxEpochsPerBlock/, "the client asks for a constant; the chain keeps it as storage"],
  [/cannot unpack non-iterable NoneType/, "the client expects a flow of TAO where a new subnet has none yet"],
  [/Drand/, "the drand beacon is not built yet"],
  [/Basket|Collateral|ChildkeyThreshold|TotalAlphaStaked/, "newer than spec 425"],
];

async function main(): Promise<number> {
  try {
    const python = await findPython();
    const sections: string[] = [];
    for (const { name, set, script } of CLIENTS) {
      const { bin } = await prepare(python, set);
      const reads = await withNode((url, home) => readAll(join(bin, "python"), script, url, home));
      sections.push(section(name, reads));
      console.log(`${name}: ${reads.filter(({ ok }) => ok).length} of ${reads.length} read methods work`);
    }
    writeFileSync(join(import.meta.dirname, "READS.md"), HEAD + sections.join(""));
    return 0;
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(error.message);
    return 2;
  }
}

async function readAll(python: string, script: string, url: string, home: string): Promise<Read[]> {
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    BT_NO_PARSE_CLI_ARGS: "1",
    NO_CACHE: "1",
    BITTENSOR_RUNTIME_CACHE_DIR: join(home, "runtime-cache"),
  };
  const run = promisify(execFile)(python, [join(import.meta.dirname, "reads", script), url], {
    env,
    timeout: LIMIT,
    maxBuffer: 64 * 1024 * 1024,
  });
  const { stdout } = await run;
  const lines = stdout.split("\n").filter((line) => line.startsWith(MARK));
  return lines.map((line) => JSON.parse(line.slice(MARK.length)) as Read);
}

function section(name: string, reads: readonly Read[]): string {
  const failed = reads.filter(({ ok }) => !ok);
  const rows = failed.map((read) => `| \`${read.name}\` | ${reasonOf(read)} |\n`).join("");
  const worked = reads.filter(({ ok }) => ok).map((read) => `\`${read.name}\``);
  const works = `${worked.length} of ${reads.length} read methods work.`;
  return `\n## ${name}\n\n${works}\n\n| fails | why |\n| --- | --- |\n${rows}\nWork: ${worked.join(", ")}.\n`;
}

function reasonOf({ reason = "" }: Read): string {
  const known = REASONS.find(([told]) => told.test(reason));
  return known?.[1] ?? reason.replace(/\s+/g, " ").replaceAll("|", "\\|");
}

const HEAD = `# What Bittensor's SDKs can read

Every method of each client that only reads, called once against a new development network. Written by
\`npm run clients:reads\`.
`;

process.exitCode = await main();
