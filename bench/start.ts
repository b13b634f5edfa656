/**
 * How long a newcomer waits: `npm start` with a fresh folder to the first block, the first weights and the first reward, from
 * the start of its process; and what the very first start of a clone takes in addition, when the programs are bundled.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle, PROGRAMS } from "../packages/myelin/bin/bundle.mjs";
import { UpNetwork } from "./network/up.ts";
import type { Row } from "./row.ts";

const MILESTONES = {
  listeningMs: "the node listens",
  firstBlockMs: "first block",
  firstWeightsMs: "first weights",
  firstRewardMs: "first reward",
};

export async function run(): Promise<Row[]> {
  const bundling = row("bundling the programs, once for a clone", await bundlingMs());
  const network = await UpNetwork.start(["--until", "reward"]);
  try {
    const milestones = await network.heard((line) => "firstRewardMs" in line);
    return [
      bundling,
      ...Object.entries(MILESTONES).map(([key, name]) => row(`npm start: ${name}`, Number(milestones[key]))),
    ];
  } finally {
    await network.stop();
  }
}

const row = (name: string, milliseconds: number): Row => ({
  name,
  ours: milliseconds / 1_000,
  anchor: null,
  unit: "s",
  ratio: null,
});

async function bundlingMs(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const began = performance.now();
  await bundle(PROGRAMS, folder);
  const took = performance.now() - began;
  rmSync(folder, { recursive: true });
  return took;
}
