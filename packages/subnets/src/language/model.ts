import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Learner, type ModelName } from "@myelin/learning";
import { type ModelSource, nameOf, openBackend, StandingModel } from "@myelin/models";
import type { Report } from "./events.ts";
import { WINDOW } from "./lanes.ts";
import type { ByteLearner } from "./miner.ts";

/** The model behind a miner, with what its life needs. */
export interface MinerModel extends ByteLearner {
  /** Bytes of each lane that it is worth giving. */
  readonly context: number;
  /** Whether text is to be fetched for it. */
  readonly learns: boolean;
  /** How far it has come: `step` changes whenever there is something to save. */
  progress(): Promise<{ step: number; received: number }>;
  save(): Promise<void>;
  close(): Promise<void>;
}

export interface ModelOptions {
  /** Folder of the miner. */
  readonly dir: string;
  /** One of ours, or where another is. Default "gpt-small". */
  readonly model?: ModelName | ModelSource;
  /** Share of one core that training of one of ours may take, 0 for one that stays as it was made. Default 0.25. */
  readonly cpuShare?: number;
  /** First parameters of one of ours. */
  readonly seed?: string | number;
  /** Bytes of context to give to another; default 256. */
  readonly context?: number;
  /** Seconds that another may take for an answer before the one that counts answers; default 2.5. */
  readonly answerSeconds?: number;
  readonly report?: Report;
}

/** Text comes slowly at first: more passes than this over it would be learned by heart. */
const MAX_PASSES = 8;

/** Opens one of our models, or stands by while another is opened: it may come and go. */
export async function openModel(options: ModelOptions): Promise<MinerModel> {
  const { model = "gpt-small" } = options;
  return typeof model === "string" ? openOwn(model, options) : openOther(model, options);
}

async function openOwn(model: ModelName, { dir, cpuShare = 0.25, seed, report }: ModelOptions): Promise<MinerModel> {
  const learner = await Learner.create({
    model,
    training: cpuShare > 0,
    cpuShare: cpuShare > 0 ? cpuShare : undefined,
    seed,
    maxPasses: MAX_PASSES,
    dir: join(dir, "model"),
    saveEvery: 0,
  });
  const { step } = await learner.stats();
  report?.({ event: "model", model, parameters: learner.parameterCount, step });
  return {
    context: WINDOW,
    learns: cpuShare > 0,
    predict: (contexts) => learner.predict(contexts),
    learnAll: (entries) => learner.learnAll(entries),
    generate: (prompt, count, sampling) => learner.generate(prompt, count, sampling),
    progress: () => learner.stats(),
    save: async () => void (await learner.save()),
    close: () => learner.close(),
  };
}

async function openOther(source: ModelSource, options: ModelOptions): Promise<MinerModel> {
  const { context, answerSeconds, report } = options;
  const dir = join(options.dir, "model");
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const model = await StandingModel.create({
    dir,
    context,
    answerMs: answerSeconds === undefined ? undefined : 1000 * answerSeconds,
    open: (signal) => openBackend(source, { dir, context, signal }),
    report: (event) => {
      if (event.event === "model-trouble") report?.({ ...event, model: nameOf(source) });
      else report?.({ event: "model", model: event.name, parameters: event.parameters, step: model.received });
    },
  });
  return {
    context: Math.max(WINDOW, model.context),
    learns: true,
    predict: (contexts) => model.predict(contexts),
    learnAll: (entries) => model.learnAll(entries),
    generate: (prompt, count, sampling) => model.generate(prompt, count, sampling),
    progress: async () => ({ step: model.received, received: model.received }),
    save: () => model.save(),
    close: () => model.close(),
  };
}
