import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dendrite } from "@myelin/neuron";
import { FakeChain } from "@myelin/neuron/testing/fake-chain";
import { type Keypair, keypairFromUri } from "@myelin/primitives";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LanguageChain } from "./chain.ts";
import { type Commitment, decodeCommitment } from "./commitment.ts";
import type { LanguageEvent } from "./events.ts";
import { Complete, Predict } from "./protocol.ts";
import { LanguageMinerNeuron } from "./run-miner.ts";
import { LanguageValidatorNeuron } from "./run-validator.ts";
import { type ScoresPage, type ScoresRound, verifyRound } from "./scores.ts";
import { novelCorpus } from "./testing/text.ts";

const [validatorKey, minerKey, strangerKey] = ["//v", "//m", "//s"].map((uri) => keypairFromUri(uri)) as [
  Keypair,
  Keypair,
  Keypair,
];

let chain: FakeChain;
let commitments: Map<string, Commitment>;
let blocks: NodeJS.Timeout;
let stop: AbortController;
let events: LanguageEvent[];
let dir: string;

beforeEach(async () => {
  chain = new FakeChain();
  commitments = new Map();
  stop = new AbortController();
  events = [];
  dir = await mkdtemp(join(tmpdir(), "language-"));
  blocks = setInterval(() => chain.advance(), 100);
});
afterEach(() => clearInterval(blocks));

function chainOf(hotkey: Keypair): LanguageChain {
  return {
    connect: chain.connector,
    read: async () => commitments,
    publish: async (bytes) => void commitments.set(hotkey.address, decodeCommitment(bytes)!),
  };
}

const base = () => ({
  netuid: 1,
  url: "",
  port: 0,
  signal: stop.signal,
  report: (event: LanguageEvent) => events.push(event),
});

function runMiner(signal = stop.signal): Promise<void> {
  const options = { ...base(), hotkey: minerKey, dir: join(dir, "miner"), model: "gru" as const, cpuShare: 1 };
  return new LanguageMinerNeuron(options, chainOf(minerKey)).run(signal);
}

function runValidator(): Promise<void> {
  const options = { ...base(), hotkey: validatorKey, dir: join(dir, "validator"), roundSeconds: 0.05 };
  return new LanguageValidatorNeuron(options, novelCorpus(100_000), chainOf(validatorKey)).run(stop.signal);
}

/** What the validator lets everyone read. */
async function readScores(port: number): Promise<ScoresPage> {
  return (await (await fetch(`http://127.0.0.1:${port}/scores`)).json()) as ScoresPage;
}

/** The next round that the validator tells its readers. */
async function nextRound(port: number): Promise<ScoresRound> {
  const response = await fetch(`http://127.0.0.1:${port}/scores/events`);
  let text = "";
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    const data = /^data: (.*)\n\n/m.exec(text)?.[1];
    if (data !== undefined) return JSON.parse(data) as ScoresRound;
  }
  throw new Error(`the stream ended after ${text}`);
}

const found = <E extends LanguageEvent["event"]>(name: E) =>
  events.filter((event): event is Extract<LanguageEvent, { event: E }> => event.event === name);

test("a real model learns from the opening chunk, answers, earns and is voted for; both go on after a restart", async () => {
  const validator = chain.register(validatorKey.address, { totalStake: 10n });
  const miner = chain.register(minerKey.address);
  const running = [runValidator(), runMiner()];
  await expect.poll(() => found("caught-up").length, { timeout: 20_000 }).toBeGreaterThan(0);
  validator.validatorPermit = true;
  await expect.poll(() => chain.weights.at(-1)?.weights.has(miner.uid), { timeout: 30_000 }).toBe(true);
  const { scores, orderZero } = found("round").at(-1)!;
  expect(scores.map(({ uid }) => uid)).toEqual([miner.uid]);
  expect(scores[0]!.bitsPerByte).toBeLessThan(orderZero);
  expect(found("weights").at(-1)!.weights[0]![0]).toBe(miner.uid);
  const { port } = found("listening").find((event) => event.port === miner.axon!.port)!;

  const dendrite = new Dendrite({ hotkey: strangerKey });
  const target = { hotkey: minerKey.address, ip: "127.0.0.1", port };
  const text: string[] = [];
  for await (const chunk of dendrite.stream(target, Complete, { prompt: "Call me", bytes: 20 }))
    text.push(String(chunk));
  expect(text.join("").length).toBeGreaterThan(4);
  const question = { corpus: "", part: 0, position: 64, lanes: 1, contexts: "" };
  const [refused] = await dendrite.query([target], Predict, question);
  expect(refused!.status).toBe(403);
  dendrite.close();

  const page = await readScores(validator.axon!.port);
  expect(page).toMatchObject({ validator: validatorKey.address, netuid: 1, text: "part of Moby Dick" });
  const live = await nextRound(validator.axon!.port);
  for (const round of [...page.rounds, live]) expect(verifyRound(page, round)).toBe(true);
  expect(live.round).toBeGreaterThan(page.rounds.at(-1)!.round);
  expect(live.orderTwo).toBeLessThan(live.orderZero);
  expect(live.scores[0]).toMatchObject({ uid: miner.uid, hotkey: minerKey.address });
  expect(live.scores[0]!.latencyMs).toBeGreaterThan(0);
  expect(live.scores[0]!.answerBytes).toBeGreaterThan(1_000);

  stop.abort();
  await Promise.all(running);
  const last = found("round").at(-1)!;
  const { step } = found("training").at(-1) ?? { step: 0 };
  stop = new AbortController();
  events = [];
  const again = [runValidator(), runMiner()];
  await expect.poll(() => found("round").length * found("model").length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(found("model")[0]!.step).toBeGreaterThanOrEqual(step);
  expect(found("model")[0]!.step).toBeGreaterThan(0);
  expect(found("round")[0]!.position).toBeGreaterThanOrEqual(last.position);
  const kept = await readScores(validator.axon!.port);
  expect(kept.rounds.slice(0, page.rounds.length)).toEqual(page.rounds);
  stop.abort();
  await Promise.all(again);
});

test("while nobody has earned anything the vote is for the owner, whose pay is burned", async () => {
  const owner = chain.register(strangerKey.address);
  chain.register(validatorKey.address, { validatorPermit: true });
  const { connect } = chainOf(validatorKey);
  const owned: LanguageChain = {
    ...chainOf(validatorKey),
    connect: async (signal) => {
      const view = await connect(signal);
      const metagraph = async (netuid: number) => ({
        ...(await view.metagraph(netuid)),
        ownerHotkey: strangerKey.address,
      });
      return { ...view, metagraph };
    },
  };
  const options = { ...base(), hotkey: validatorKey, dir, roundSeconds: 0.05 };
  const running = new LanguageValidatorNeuron(options, novelCorpus(100_000), owned).run(stop.signal);
  await expect.poll(() => chain.weights.length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect([...chain.weights[0]!.weights]).toEqual([[owner.uid, 1]]);
  stop.abort();
  await running;
});
