/** `npm run conformance -- fixed-point [FILE]`: the exponential of the epoch and the power function of the pool. */
import { powRatioScaled } from "@myelin/primitives/fixed";
import { expSafe } from "@myelin/yuma";
import { firstDifference, type Tally, tally } from "./tally.ts";
import { readVectorFile, VectorFileError } from "./vector-file.ts";

const POOL_PRECISION_BITS = 256;
const POOL_SCALE = 10n ** 18n;

export interface FixedPointCase {
  readonly name: string;
  readonly expected: bigint;
  compute(): bigint | null;
}

export async function run([file]: string[]): Promise<Tally> {
  return tally(
    await readFixedPointCases(file),
    ({ name }) => name,
    ({ expected, compute }) => firstDifference(expected, compute(), "result"),
  );
}

/** Cases of a file, or of the copy in the repository. */
export async function readFixedPointCases(file?: string): Promise<FixedPointCase[]> {
  const { expSafe: exponentials, powRatioScaled: powers } = toRows(await readVectorFile(file, "fixed-point.json"));
  return [
    ...exponentials.map(([x, expected]) => ({
      name: `expSafe(${x})`,
      expected: expected!,
      compute: () => expSafe(x!),
    })),
    ...powers.map(([bn, bd, en, ed, expected]) => ({
      name: `powRatioScaled(${bn}, ${bd}, ${en}, ${ed})`,
      expected: expected!,
      compute: () => powRatioScaled(bn!, bd!, en!, ed!, POOL_PRECISION_BITS, POOL_SCALE),
    })),
  ];
}

function toRows(json: unknown): { expSafe: bigint[][]; powRatioScaled: bigint[][] } {
  const file = json as { expSafe: string[][]; powRatioScaled: string[][] };
  const rows = (list: string[][], length: number) =>
    list.map((row) => {
      if (row.length !== length) throw new SyntaxError(`row of ${row.length} values, expected ${length}`);
      return row.map(BigInt);
    });
  try {
    return { expSafe: rows(file.expSafe, 2), powRatioScaled: rows(file.powRatioScaled, 5) };
  } catch (cause) {
    const shape = "fixed-point vectors are {expSafe: [[x, result]], powRatioScaled: [[bn, bd, en, ed, result]]}";
    throw new VectorFileError("VECTOR_FILE_SHAPE", shape, { cause });
  }
}
