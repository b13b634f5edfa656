import { MODEL_NAMES, type ModelName } from "@myelin/learning";
import { ModelError, type ModelSource, parseModelSource } from "@myelin/models";
import type { MinerCommandOptions } from "../commands/miner.ts";
import { CliError } from "../terminal/errors.ts";

/** One of our models, or where another is. @throws {CliError} where the name says neither */
export function modelOf(
  options: Pick<MinerCommandOptions, "model" | "tokenizer" | "modelKeyFile">,
): ModelName | ModelSource {
  const { model: name, tokenizer, modelKeyFile: keyFile } = options;
  const own = MODEL_NAMES.find((known) => known === name);
  const model = own ?? otherModel(name, { tokenizer, keyFile });
  if (model === undefined) {
    const forms = "onnx:FILE, gguf:FILE, openai:URL, python:FILE or http://…";
    throw new CliError("CLI_BAD_INPUT", `There is no model "${name}"; choose ${MODEL_NAMES.join(", ")}, ${forms}.`);
  }
  return model;
}

function otherModel(name: string, files: Parameters<typeof parseModelSource>[1]): ModelSource | undefined {
  try {
    return parseModelSource(name, files);
  } catch (error) {
    if (error instanceof ModelError) throw new CliError("CLI_BAD_INPUT", error.message);
    throw error;
  }
}
