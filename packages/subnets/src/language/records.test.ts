import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Evidence } from "@myelin/neuron";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RoundRecord, readRecords, rescore } from "./records.ts";
import { CountingLearner } from "./testing/models.ts";
import { TestNetwork } from "./testing/network.ts";
import { novelCorpus } from "./testing/text.ts";

let network: TestNetwork;
let path: string;

beforeAll(async () => {
  network = await TestNetwork.create(novelCorpus(), [100], 16);
  await network.addMiner("two", new CountingLearner(2));
  await network.addMiner("one", new CountingLearner(1));
  await network.addAxon("broken", async () => "?");
  await network.rounds(6);
  const folder = join(network.validators[0]!.dir, "records");
  path = join(folder, (await readdir(folder))[0]!);
});
afterAll(() => network.close());

/** A copy of the records with one thing changed in its third round. */
async function changed(change: (record: RoundRecord) => unknown): Promise<string> {
  const records = gunzipSync(await readFile(path))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  const third = JSON.parse(records[2]!) as RoundRecord;
  change(third);
  records[2] = JSON.stringify(third);
  await writeFile(`${path}.changed`, gzipSync(`${records.join("\n")}\n`));
  return `${path}.changed`;
}

test("anyone can score the signed answers again, to the same figures", async () => {
  const rescored = await rescore(path);
  const address = (name: string) => network.miners.get(name)!.key.address;
  expect(rescored.map(({ hotkey }) => hotkey)).toEqual([address("two"), address("one"), address("broken")]);
  for (const { hotkey, rounds, bits, gain } of rescored) {
    expect(rounds).toBe(6);
    const records = await readRecords(path);
    const counted = records.map((record) => record.answers.find((answer) => answer.hotkey === hotkey)!.bits);
    expect(bits).toBeCloseTo(counted.reduce((sum, each) => sum + each, 0) / 6, 9);
    expect(gain + bits).toBeCloseTo(records.reduce((sum, { orderZero }) => sum + orderZero, 0) / 6, 9);
  }
  expect(rescored[2]!.bits).toBe(16);
});

test("a score, a byte, a signature or a question that does not fit is found", async () => {
  type Writable = RoundRecord & { answers: { bits: number; evidence: Evidence }[] };
  const reversed = (base64: string) => Buffer.from(base64, "base64").reverse().toString("base64");
  const cases: [problem: RegExp, change: (record: Writable) => void][] = [
    [/counted as/, ({ answers }) => void answers[0]!.bits--],
    [/counted as/, (record) => void Object.assign(record, { bytes: reversed(record.bytes) })],
    [/another question/, (record) => void Object.assign(record, { position: record.position + 1 })],
    [/another question/, ({ answers }) => void answers.push({ ...answers[0]!, evidence: answers[1]!.evidence })],
    [
      /wrong signature/,
      ({ answers: [first] }) => void Object.assign(first!.evidence, { body: `${first!.evidence.body} ` }),
    ],
    [/wrong signature/, ({ answers: [first] }) => void Object.assign(first!.evidence, { requestBody: "{}" })],
    [/wrong signature/, ({ answers: [first] }) => void Object.assign(first!.evidence, { signature: "0x00" })],
  ];
  for (const [problem, change] of cases) {
    await expect(rescore(await changed(change as (record: RoundRecord) => unknown))).rejects.toThrow(problem);
  }
});

test("a file that a crash cut off is read up to there; another file is refused", async () => {
  const cut = `${path}.cut`;
  await writeFile(cut, await readFile(path));
  await truncate(cut, (await readFile(path)).length - 500);
  expect(await readRecords(cut)).toHaveLength(5);
  await writeFile(cut, "no records");
  await expect(rescore(cut)).rejects.toMatchObject({ code: "RECORDS_DAMAGED" });
});
