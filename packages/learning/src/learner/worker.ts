import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import {
  checkpointPath,
  listCheckpoints,
  pruneCheckpoints,
  readCheckpoint,
  writeAtomically,
} from "../checkpoint/files.ts";
import { decodeSafetensors, encodeSafetensors } from "../checkpoint/safetensors.ts";
import { LearningError } from "../errors.ts";
import { recipe } from "../models/recipes.ts";
import { LearnerCore } from "./core.ts";
import type { Failure, Methods, Opened, Reply, Request, Restored, WorkerOptions } from "./protocol.ts";
import { Schedule } from "./schedule.ts";

/** The thread of one learner: its core, its schedule and the requests of {@link Learner}. Message 0 reports that it is ready. */
const port = parentPort as MessagePort;

const options = workerData as WorkerOptions;
const core = await open().catch((error) => reply({ id: 0, failure: failureOf(error) }));
if (core !== undefined) await serve(core);
port.close();

/** A learner's core, continued from its directory. */
async function open(): Promise<LearnerCore> {
  const base = recipe(options.model);
  const { learningRate = base.learningRate, rows = base.rows } = options;
  const opened = await LearnerCore.open({ ...options, recipe: { ...base, learningRate, rows } });
  const restored = options.directory === undefined ? null : await restoreNewest(opened, options.directory);
  const { context, id: modelId, layout } = base.model;
  reply({ id: 0, result: { context, modelId, parameterCount: layout.size, restored } satisfies Opened });
  return opened;
}

/** Trains and answers until told to close; a step that fails ends the thread, which the main one reports. */
async function serve(opened: LearnerCore): Promise<void> {
  const schedule = new Schedule({ step: () => opened.train(), cpuShare: options.cpuShare });
  schedule.setTraining(options.training);
  const methods = methodsOf(opened, schedule);
  port.on("message", (request: Request) => {
    if (request.method === "close") schedule.stop();
    else void answer(schedule, methods, request);
  });
  await schedule.run();
  await opened.close();
}

async function answer(schedule: Schedule, methods: Methods, { id, method, args }: Request): Promise<void> {
  try {
    const call = methods[method as keyof Methods] as (...values: readonly unknown[]) => Promise<unknown>;
    reply({ id, result: await schedule.serve(() => call(...args)) });
  } catch (error) {
    reply({ id, failure: failureOf(error) });
  }
}

function methodsOf(core: LearnerCore, schedule: Schedule): Methods {
  const checkpoint = async (path: string): Promise<string> => {
    await writeAtomically(path, encodeSafetensors(core.snapshot()));
    return path;
  };
  return {
    predict: (contexts, lengths) => core.predict(contexts, lengths),
    learn: async (entries) => {
      for (const { stream, bytes } of entries) core.replay.push(bytes, stream);
    },
    evaluate: (text) => core.evaluate(text),
    checkpoint,
    exportOnnx: async (path) => {
      await writeAtomically(path, core.exportOnnx());
      return path;
    },
    restore: async (path) => {
      core.restore(decodeSafetensors(await readCheckpoint(path)));
      return core.stats;
    },
    save: async () => {
      if (options.directory === undefined) {
        throw new LearningError("OPTION_INVALID", "this learner has no directory to save to: create it with `dir`");
      }
      const path = await checkpoint(checkpointPath(options.directory, core.stats.step));
      await pruneCheckpoints(options.directory);
      return path;
    },
    stats: async () => core.stats,
    setTraining: async (on) => schedule.setTraining(on),
  };
}

/** Continues the newest checkpoint that is whole; one of another model is a mistake to report, not to skip. */
async function restoreNewest(core: LearnerCore, directory: string): Promise<Restored | null> {
  const damaged: string[] = [];
  for (const path of await listCheckpoints(directory)) {
    try {
      core.restore(decodeSafetensors(await readCheckpoint(path)));
      return { path, step: core.stats.step, damaged };
    } catch (error) {
      if (!(error instanceof LearningError) || error.code === "CHECKPOINT_MISMATCH") throw error;
      damaged.push(`${path}: ${error.message}`);
    }
  }
  if (damaged.length === 0) return null;
  throw new LearningError("CHECKPOINT_DAMAGED", `no checkpoint in ${directory} is whole: ${damaged.join("; ")}`);
}

function reply(message: Reply): void {
  port.postMessage(message);
}

function failureOf(error: unknown): Failure {
  if (error instanceof LearningError) return { code: error.code, message: error.message };
  return { code: "WORKER_FAILED", message: error instanceof Error ? error.message : String(error) };
}
