import { appendFile, mkdtemp, readFile, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listCheckpoints } from "../checkpoint/files.ts";
import { sampleText } from "../testing/sample-text.ts";
import { Learner } from "./learner.ts";

const directory = () => mkdtemp(join(tmpdir(), "learner-"));
const text = (s: string) => new TextEncoder().encode(s);

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test("learns while it answers, saves, and a second learner continues it", async () => {
  const dir = await directory();
  const learner = await Learner.create({ model: "gru", seed: 1, cpuShare: 1, dir, saveEvery: 0 });
  expect(learner.restored).toBeNull();
  const held = sampleText(3000, 200_000);
  const before = await learner.evaluate(held);
  await learner.learn(sampleText(30_000));
  await until(async () => {
    const p = await learner.predict([text("the whal"), text(""), held]);
    expect(p.length).toBe(3 * 256);
    return (await learner.stats()).step >= 60;
  });
  await learner.setTraining(false);
  const after = await learner.evaluate(held);
  expect(after).toBeLessThan(before - 3);
  const path = await learner.save();
  const answer = await learner.predict([text("Call me")]);
  await learner.close();
  await expect(learner.predict([text("x")])).rejects.toMatchObject({ code: "LEARNER_CLOSED" });

  const again = await Learner.create({ model: "gru", seed: 2, dir, training: false });
  expect(again.restored).toMatchObject({ path, damaged: [] });
  expect(await again.predict([text("Call me")])).toEqual(answer);
  await again.close();
});

test("generates the same text for the same seed, and stops when told", async () => {
  const learner = await Learner.create({ model: "gru", seed: 1, training: false });
  const take = async (seed: number) => {
    const bytes: number[] = [];
    for await (const byte of learner.generate(text("Call"), 12, { seed })) bytes.push(byte);
    return bytes;
  };
  const first = await take(1);
  expect(first.length).toBe(12);
  expect(await take(1)).toEqual(first);
  expect(await take(2)).not.toEqual(first);
  const stopped = learner.generate(text("Call"), 5, { signal: AbortSignal.abort() });
  await expect(stopped.next()).rejects.toThrow(/abort/i);
  await learner.close();
});

test("a damaged checkpoint is passed over for the one before it", async () => {
  const dir = await directory();
  const learner = await Learner.create({ model: "gru", seed: 1, cpuShare: 1, dir, saveEvery: 0 });
  await learner.learn(sampleText(5000));
  const good = await learner.save();
  await until(async () => (await learner.stats()).step > Number(/(\d+)\.safetensors/.exec(good)![1]));
  const bad = await learner.save();
  await learner.close();
  await truncate(bad, (await readFile(bad)).length - 10);

  const again = await Learner.create({ model: "gru", seed: 1, dir, training: false });
  expect(again.restored?.path).toBe(good);
  expect(again.restored?.damaged[0]).toContain(bad);
  await expect(again.restore(bad)).rejects.toMatchObject({ code: "CHECKPOINT_DAMAGED" });
  await again.close();

  await writeFile(good, "");
  await appendFile(bad, "more");
  await expect(Learner.create({ model: "gru", dir })).rejects.toMatchObject({ code: "CHECKPOINT_DAMAGED" });
  await expect(Learner.create({ model: "gpt-small", dir: await directory() }).then((l) => l.close())).resolves.toBe(
    undefined,
  );
});

test("training saves by itself, and says when it cannot", async () => {
  const dir = await directory();
  const learner = await Learner.create({ model: "gru", cpuShare: 1, dir, saveEvery: 0.05 });
  await learner.learn(sampleText(2000));
  await until(async () => (await listCheckpoints(dir)).length > 0);
  await learner.close();

  const blocked = join(dir, "file");
  await writeFile(blocked, "");
  const told = new Promise((resolve) => {
    const options = { model: "gru", cpuShare: 1, dir: join(blocked, "inside"), saveEvery: 0.05 } as const;
    void Learner.create({ ...options, onSaveError: resolve }).then(async (other) => {
      await other.learn(sampleText(2000));
      await told;
      await other.close();
    });
  });
  expect(await told).toMatchObject({ code: "WORKER_FAILED", message: expect.stringContaining("ENOTDIR") });
});

test("a mistake in the options is said before a thread starts", async () => {
  const create = (options: object) => Learner.create({ model: "gru", ...options });
  await expect(create({ cpuShare: 0 })).rejects.toMatchObject({ code: "OPTION_INVALID" });
  await expect(create({ rows: 1.5 })).rejects.toMatchObject({ code: "OPTION_INVALID" });
  await expect(create({ model: "bert" })).rejects.toMatchObject({ code: "MODEL_UNKNOWN" });
});
