/** `npm run conformance -- epoch [FILE] [--engine NAME]`: whole epochs, compared field by field to the bit. */
import { parseArgs } from "node:util";
import { MyelinError } from "@myelin/primitives/errors";
import { type EpochInput, type EpochOutput, epochEngine, epochEngines } from "@myelin/yuma";
import { firstDifference, type Tally, tally } from "./tally.ts";
import { readVectorFile, VectorFileError } from "./vector-file.ts";

/** Values as they stand in JSON: integers wider than 53 bits, and blocks, may be decimal strings. */
type Json<T> = T extends bigint ? string | number : { [Key in keyof T]: Json<T[Key]> };

export interface EpochCase {
  readonly name: string;
  readonly input: EpochInput;
  readonly output: EpochOutput;
}

export async function run(args: string[]): Promise<Tally> {
  const { file, engine } = options(args);
  const cases = await readEpochCases(file);
  const epoch = epochEngine(engine);
  return tally(
    cases,
    ({ name }, index) => `${index} ${name}`,
    ({ input, output }) => firstDifference(output, epoch(input)),
  );
}

function options(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { engine: { type: "string" } },
    });
    return { file: positionals[0], engine: values.engine ?? "bigint" };
  } catch (cause) {
    const engines = Object.keys(epochEngines).join("|");
    throw new MyelinError("CONFORMANCE_USAGE", `usage: conformance -- epoch [FILE] [--engine ${engines}]`, { cause });
  }
}

/** Cases of a file, or of the copy in the repository. */
export async function readEpochCases(file?: string): Promise<EpochCase[]> {
  const cases = await readVectorFile(file, "epoch.json.gz");
  if (!Array.isArray(cases)) {
    throw new VectorFileError("VECTOR_FILE_SHAPE", "epoch vectors are a list of {name, input, output}");
  }
  return cases.map(({ name, input, output }: Json<EpochCase>, index) => {
    try {
      return { name, input: toInput(input), output: toOutput(output) };
    } catch (cause) {
      const place = `case ${index} (${name}) lacks a field or holds a value that is not an integer`;
      throw new VectorFileError("VECTOR_FILE_SHAPE", place, { cause });
    }
  });
}

function toInput(json: Json<EpochInput>): EpochInput {
  return {
    ...json,
    currentBlock: BigInt(json.currentBlock),
    activityCutoff: BigInt(json.activityCutoff),
    lastTempoBlock: BigInt(json.lastTempoBlock),
    emission: BigInt(json.emission),
    alphaStake: json.alphaStake.map(BigInt),
    taoStake: json.taoStake.map(BigInt),
    taoWeight: BigInt(json.taoWeight),
    stakeThreshold: BigInt(json.stakeThreshold),
    lastUpdate: json.lastUpdate.map(BigInt),
    blockAtRegistration: json.blockAtRegistration.map(BigInt),
    commitBlocks: json.commitBlocks === null ? null : json.commitBlocks.map(BigInt),
    bondsMovingAverage: BigInt(json.bondsMovingAverage),
  };
}

function toOutput(json: Json<EpochOutput>): EpochOutput {
  return {
    ...json,
    serverEmission: json.serverEmission.map(BigInt),
    validatorEmission: json.validatorEmission.map(BigInt),
    combinedEmission: json.combinedEmission.map(BigInt),
    consensusBits: json.consensusBits.map(BigInt),
    incentiveBits: json.incentiveBits.map(BigInt),
    dividendsBits: json.dividendsBits.map(BigInt),
  };
}
