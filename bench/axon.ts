import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Axon, Dendrite, defineSynapse, endpoint, int, optional, text } from "@myelin/neuron";
import { keypairFromUri } from "@myelin/primitives";
import type { Row } from "./row.ts";

/**
 * Signed requests of 1 kB over loopback, axon and dendrite in a process each, requests a second. The anchor is Bittensor's
 * own SDK doing the same, in turns (the best of three each), where its virtual environment is found (MYELIN_PYTHON_SDK names its folder);
 * each side is then also measured against the other's counterpart.
 */
export async function run(): Promise<Row[]> {
  const python = pythonSdk();
  const own = [process.execPath, "--import", "tsx", import.meta.filename, "serve"];
  const measureOurs = () => withAxon(own, (port) => ask(port));
  if (python === undefined) return [row("axon and dendrite, signed both ways, 1 kB", await measureOurs(), null)];
  const theirs = [python, PYTHON_SCRIPT, "serve"];
  let [ours, anchor] = [0, 0];
  for (let turn = 0; turn < 3; turn++) {
    ours = Math.max(ours, await measureOurs());
    anchor = Math.max(anchor, await withAxon(theirs, askByPython(python)));
  }
  return [
    row("axon and dendrite, signed both ways, 1 kB (Bittensor SDK, requests signed)", ours, anchor),
    row("our axon, asked by Bittensor's dendrite", await withAxon(own, askByPython(python)), anchor),
    row("Bittensor's axon, asked by our dendrite", await withAxon(theirs, (port) => ask(port, 500)), anchor),
  ];
}

function row(name: string, ours: number, anchor: number | null): Row {
  return { name, ours, anchor, unit: "requests/s", ratio: anchor === null ? null : ours / anchor };
}

const Double = defineSynapse({
  name: "Double",
  fields: { input: int, padding: text, output: optional(int) },
  requiredHashFields: ["input", "padding"],
});
const PYTHON_SCRIPT = join(import.meta.dirname, "axon.python.py");
const PARALLEL = 32;
const alice = keypairFromUri("//Alice");
const bob = keypairFromUri("//Bob");

function pythonSdk(): string | undefined {
  const folder = process.env.MYELIN_PYTHON_SDK ?? join(homedir(), ".cache", "myelin", "python-sdk-10");
  const python = join(folder, "bin", "python");
  return existsSync(python) ? python : undefined;
}

/** Starts an axon as `command PORT`, waits for its "ready", measures, and stops it by closing its input. */
async function withAxon(command: string[], measure: (port: number) => Promise<number>): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const child = spawn(command[0], [...command.slice(1), String(port)], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    await ready(child);
    return await measure(port);
  } finally {
    child.stdin!.end();
    child.kill();
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout!.on("data", (data) => {
      if (String(data).includes("ready")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the axon ended early with code ${code}`)));
  });
}

async function ask(port: number, requests = 3000): Promise<number> {
  const dendrite = new Dendrite({ hotkey: alice, connectionsPerAxon: PARALLEL });
  const target = { hotkey: bob.address, ip: "127.0.0.1", port };
  const padding = "x".repeat(1000);
  const round = async (count: number) => {
    let left = count;
    const startedAt = performance.now();
    const worker = async () => {
      while (left-- > 0) {
        const [answer] = await dendrite.query([target], Double, { input: 21, padding });
        if (answer.values?.output !== 42) throw new Error(`${answer.status}: ${answer.message}`);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return (1000 * count) / (performance.now() - startedAt);
  };
  await round(requests / 4);
  const rate = Math.max(await round(requests), await round(requests));
  dendrite.close();
  return rate;
}

function askByPython(python: string): (port: number) => Promise<number> {
  return async (port) => {
    const args = [PYTHON_SCRIPT, "ask", String(port), "500", String(PARALLEL)];
    const { stdout } = await promisify(execFile)(python, args);
    return Number(stdout.trim().split("\n").at(-1));
  };
}

async function serve(port: number): Promise<void> {
  const axon = new Axon({ hotkey: bob, port });
  axon.attach(endpoint(Double, ({ input }) => ({ output: 2 * input })));
  await axon.listen();
  console.log("ready");
  for await (const _ of process.stdin);
  await axon.close();
}

if (process.argv[2] === "serve") await serve(Number(process.argv[3]));
