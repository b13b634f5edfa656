import { mkdtemp, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Learner } from "@myelin/learning";
import { Graph } from "@myelin/learning/graph/graph";
import { type ModelSource, nameOf, openBackend, StandingModel } from "@myelin/models";
import { type TestLanguage, testLanguage } from "@myelin/models/testing/language";
import { TestOpenAiServer } from "@myelin/models/testing/openai-server";
import { hasPython } from "@myelin/models/testing/python";
import { tableModel } from "@myelin/models/testing/table-model";
import { FakeChain } from "@myelin/neuron/testing/fake-chain";
import { type Keypair, keypairFromUri } from "@myelin/primitives";
import { expect, test } from "vitest";
import { type Commitment, decodeCommitment } from "./commitment.ts";
import type { LanguageEvent } from "./events.ts";
import { LanguageMinerNeuron } from "./run-miner.ts";
import { LanguageValidatorNeuron } from "./run-validator.ts";
import { TestNetwork } from "./testing/network.ts";
import { novelCorpus } from "./testing/text.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../../../examples/python-model/model.py");
/** Text that the models may have read before, none of which validators ask about. */
const PAST = 600_000;

const folder = () => mkdtemp(join(tmpdir(), "own-models-"));

/** A small model as an ONNX file. */
async function smallOnnx(dir: string): Promise<string> {
  const learner = await Learner.create({ model: "gru", seed: 1, training: false });
  const file = await learner.exportOnnx(join(dir, "gru.onnx"));
  await learner.close();
  return file;
}

/** A model of tokens as an ONNX file beside its tokenizer: what follows one token. */
async function tokenOnnx({ dir, path, tokenizer, model }: TestLanguage): Promise<ModelSource> {
  const graph = new Graph();
  const { size } = tokenizer.vocabulary;
  tableModel(size, (before) => model.next([before]).map(Math.log))(graph);
  const file = join(dir, "tokens.onnx");
  await writeFile(file, graph.encode());
  return { kind: "onnx", file, tokenizer: path };
}

test("miners backed by an ONNX file, an OpenAI-compatible server and a Python program earn, through the real epoch", async () => {
  const language = await testLanguage(100_000, 300, 2, PAST);
  const server = new TestOpenAiServer(language);
  const sources: ModelSource[] = [
    await tokenOnnx(await testLanguage(100_000, 200, 1, PAST)),
    { kind: "openai", url: await server.listen() },
    ...(hasPython ? [{ kind: "python", file: EXAMPLE } as const] : []),
  ];
  const network = await TestNetwork.create(novelCorpus(), [400, 350, 300], 16);
  const models: StandingModel[] = [];
  const trouble: string[] = [];
  for (const source of sources) {
    const dir = await folder();
    const model = await StandingModel.create({
      dir,
      open: (signal) => openBackend(source, { dir, signal }),
      answerMs: 20_000, // a loaded machine must not change what is measured
      report: (event) => {
        if (event.event === "model-trouble") trouble.push(event.reason);
      },
    });
    await expect.poll(() => model.ready, { timeout: 30_000 }).toBe(true);
    models.push(model);
    await network.addMiner(nameOf(source), model);
  }
  await network.rounds(20);
  network.epoch();
  const bits = (name: string) => network.validators[0]!.reader.standing(network.miners.get(name)!.key.address)!.bits;
  for (const [i, source] of sources.entries()) {
    const name = nameOf(source);
    console.log(
      `${name}: ${bits(name).toFixed(3)} bits a byte, ${network.incentive(name).toFixed(3)} of the incentive, ${models[i]!.weight.toFixed(2)} trusted to the model`,
    );
    expect(network.incentive(name)).toBeGreaterThan(0);
  }
  for (const model of models.slice(0, 2)) expect(model.weight).toBeGreaterThan(0.5); // it is they who earn
  expect(trouble).toEqual([]);
  await network.close();
  await Promise.all(models.map((model) => model.close()));
  await server.close();
});

test("a miner whose file is not there keeps its place and earns; when the file comes, it is used", async () => {
  const dir = await folder();
  const trained = await smallOnnx(dir);
  const file = join(dir, "late.onnx");
  const [validatorKey, minerKey] = ["//v", "//m"].map((uri) => keypairFromUri(uri)) as [Keypair, Keypair];
  const chain = new FakeChain();
  const commitments = new Map<string, Commitment>();
  const validator = chain.register(validatorKey.address, { totalStake: 10n });
  const miner = chain.register(minerKey.address);
  const stop = new AbortController();
  const events: LanguageEvent[] = [];
  const chainOf = (hotkey: Keypair) => ({
    connect: chain.connector,
    read: async () => commitments,
    publish: async (bytes: Uint8Array) => void commitments.set(hotkey.address, decodeCommitment(bytes)!),
  });
  const base = {
    netuid: 1,
    url: "",
    port: 0,
    signal: stop.signal,
    report: (event: LanguageEvent) => void events.push(event),
  };
  const found = <E extends LanguageEvent["event"]>(name: E) =>
    events.filter((event): event is Extract<LanguageEvent, { event: E }> => event.event === name);
  const blocks = setInterval(() => chain.advance(), 100);
  const model: ModelSource = { kind: "onnx", file };
  const running = [
    new LanguageValidatorNeuron(
      { ...base, hotkey: validatorKey, dir: join(dir, "validator"), roundSeconds: 0.05 },
      novelCorpus(100_000),
      chainOf(validatorKey),
    ).run(stop.signal),
    new LanguageMinerNeuron({ ...base, hotkey: minerKey, dir: join(dir, "miner"), model }, chainOf(minerKey)).run(
      stop.signal,
    ),
  ];
  await expect.poll(() => found("caught-up").length, { timeout: 30_000 }).toBeGreaterThan(0);
  validator.validatorPermit = true;
  await expect.poll(() => chain.weights.at(-1)?.weights.has(miner.uid), { timeout: 30_000 }).toBe(true);
  const trouble = { model: "onnx:late.onnx", reason: `The model ${file} is not there.` };
  await expect.poll(() => found("model-trouble"), { timeout: 30_000 }).toMatchObject([trouble]);
  const { scores, orderZero } = found("round").at(-1)!;
  expect(scores[0]!.bitsPerByte).toBeLessThan(orderZero);
  await rename(trained, file);
  await expect.poll(() => found("model").length, { timeout: 30_000 }).toBe(1);
  expect(found("deregistered").length + found("unregistered").length).toBe(0);
  stop.abort();
  await Promise.all(running);
  clearInterval(blocks);
});
