import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { MinerDefinition, ValidatorDefinition } from "@myelin/subnets/kit";
import { CliError } from "../terminal/errors.ts";

export type Role = "miner" | "validator";

const MAKERS: Record<Role, string> = { miner: "defineMiner", validator: "defineValidator" };

/**
 * Loads `miner.ts` or `validator.ts` of a subnet's folder. What it imports is resolved from there, so it runs on its own copy of the
 * packages: nothing here may ask whether something of it is an instance of a class of ours.
 *
 * @throws {CliError} CLI_BAD_INPUT where there is none, CLI_PROCESS_FAILED where it cannot be loaded.
 */
export async function loadDefinition(role: Role, folder: string): Promise<MinerDefinition | ValidatorDefinition> {
  const file = join(resolve(folder), `${role}.ts`);
  if (!existsSync(file)) {
    throw new CliError(
      "CLI_BAD_INPUT",
      `There is no ${file}. Name the folder of your subnet: "myelin subnet run ${role} my-subnet", or begin one with "myelin subnet new".`,
    );
  }
  // Translates TypeScript as it is loaded. It stays outside of the bundle, for it finds files beside its own.
  const translator: string = import.meta.resolve("tsx/esm/api");
  (await import(translator)).register();
  const { default: definition } = await import(pathToFileURL(file).href).catch((error) => {
    throw notLoaded(file, error as Error);
  });
  if (definition?.role === role && typeof definition.run === "function") return definition;
  throw new CliError(
    "CLI_BAD_INPUT",
    `${file} must export by default what ${MAKERS[role]}() of @myelin/subnets/kit makes.`,
  );
}

function notLoaded(file: string, cause: Error): CliError {
  const missing = (cause as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
  const cure = missing ? ' Run "npm install" in its folder.' : "";
  const reason = cause.message.split("\n")[0]!.replace(/\.$/, "");
  return new CliError("CLI_PROCESS_FAILED", `${file} could not be loaded: ${reason}.${cure}`, { cause });
}
