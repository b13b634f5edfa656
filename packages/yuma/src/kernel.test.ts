import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quietInput, unusualInput } from "./epoch-input.fixture.ts";
import { EpochInputError, epoch, epochEngine, kernelEpoch, packEpochInput } from "./index.ts";
import { Kernel } from "./kernel.ts";
import { compileBuild, type KernelBuild } from "./kernel-module.ts";
import { unpackEpochOutput, unpackRows } from "./packed.ts";
import type { EpochInput, StoredRow } from "./types.ts";

const BUILDS: readonly KernelBuild[] = ["simd", "scalar"];
/** 16 combinations; `EPOCH_RUNS` asks for more or fewer. */
const RUNS_PER_COMBINATION = Number(process.env["EPOCH_RUNS"] ?? 1_300);
const U64_MAX = (1n << 64n) - 1n;

const kernels = BUILDS.map((build) => ({ build, kernel: new Kernel(compileBuild(build)) }));

/** Both builds give what the reference gives, bit for bit. */
function expectEqualOutput(input: EpochInput): void {
  const expected = epoch(input);
  for (const { build, kernel } of kernels) {
    expect(unpackEpochOutput(kernel.run(packEpochInput(input))), build).toEqual(expected);
  }
}

const switches = [false, true];
const combinations = switches.flatMap((yuma3) =>
  switches.flatMap((liquidAlpha) =>
    switches.flatMap((commitReveal) => switches.map((owned) => ({ yuma3, liquidAlpha, commitReveal, owned }))),
  ),
);

describe("random epochs equal the reference", () => {
  test.each(combinations)(
    "yuma3 $yuma3, liquid alpha $liquidAlpha, commit-reveal $commitReveal, owner $owned",
    (features) => {
      fc.assert(fc.property(unusualInput(features), expectEqualOutput), { numRuns: RUNS_PER_COMBINATION });
    },
  );
});

describe("special shapes equal the reference", () => {
  const fullRow = (n: number): StoredRow => Array.from({ length: n }, (_, uid) => [uid, 1 + ((uid * 40_503) % 65_535)]);
  const each = <T>(n: number, value: (uid: number) => T): T[] => Array.from({ length: n }, (_, uid) => value(uid));
  const bothBonds = (input: EpochInput) => {
    for (const yuma3 of switches) {
      for (const liquidAlpha of switches) expectEqualOutput({ ...input, yuma3, liquidAlpha });
    }
  };

  test("no neurons, and one", () => {
    bothBonds(quietInput(0));
    bothBonds(quietInput(1));
    bothBonds(quietInput(1, { alphaStake: [5n], weights: [[[0, 1]]], bonds: [[[0, 9]]], ownerUid: 0 }));
  });

  test("4,096 neurons: no stake, self-weights only, three validators", () => {
    const n = 4096;
    expectEqualOutput(quietInput(n));
    const stakes = each(n, (uid) => BigInt(uid * uid + 1) * 1_000_000_007n);
    const self = each(n, (uid): StoredRow => [[uid, 65_535]]);
    expectEqualOutput(quietInput(n, { alphaStake: stakes, weights: self, bonds: self, ownerUid: 7 }));
    const rows = each(n, (uid) => (uid % 1500 === 3 ? fullRow(n) : []));
    const three = { alphaStake: stakes, maxAllowedValidators: 64, weights: rows, bonds: rows, bondsPenalty: 20_000 };
    expectEqualOutput(quietInput(n, three));
    expectEqualOutput(quietInput(n, { ...three, yuma3: true, liquidAlpha: true }));
  });

  test("no validator", () => {
    const n = 5;
    const nobody = { validatorPermits: each(n, () => false), maxAllowedValidators: 0 };
    const rows = each(n, () => fullRow(n));
    bothBonds(quietInput(n, { ...nobody, alphaStake: each(n, () => 10n ** 12n), weights: rows, bonds: rows }));
  });

  test("one row", () => {
    const row = (n: number, uid: number) => (uid === 2 ? fullRow(n) : []);
    for (const n of [3, 4, 5, 64, 65]) {
      const rows = each(n, (uid) => row(n, uid));
      bothBonds(quietInput(n, { alphaStake: each(n, (uid) => (uid === 2 ? 1n : 0n)), weights: rows, bonds: rows }));
      bothBonds(quietInput(n, { alphaStake: each(n, BigInt), weights: rows, bonds: rows }));
    }
  });

  test("all stakes equal, all weights equal", () => {
    for (const n of [2, 4, 64, 100]) {
      for (const kappa of [0, 1, 32_767, 32_768, 65_534, 65_535]) {
        const rows = each(n, (uid) => fullRow(n).map(([column]) => [column, 65_535 - (uid % 3)] as const));
        bothBonds(quietInput(n, { alphaStake: each(n, () => 10n ** 15n), weights: rows, kappa, bondsPenalty: 30_000 }));
      }
    }
  });

  test("stakes that saturate and sums that wrap", () => {
    for (let n = 1; n <= 9; n++) {
      for (const stake of [U64_MAX, 1n << 63n, (1n << 63n) - 1n, (1n << 62n) + 1n]) {
        const rows = each(n, () => fullRow(n));
        for (const taoWeight of [0n, 1n, U64_MAX]) {
          bothBonds(
            quietInput(n, {
              alphaStake: each(n, (uid) => stake - BigInt(uid)),
              taoStake: each(n, () => stake),
              taoWeight,
              weights: rows,
              bonds: rows,
              emission: U64_MAX,
              bondsMovingAverage: uidBlocks(n),
            }),
          );
        }
      }
    }
  });

  test("unsorted rows, and columns that come twice", () => {
    const n = 40;
    const shuffled = fullRow(n).map((_, uid): readonly [number, number] => [
      (uid * 27 + 5) % n,
      (uid * 7_919) % 65_536,
    ]);
    const twice: StoredRow = [...shuffled, [5, 0], [6, 65_535], [5, 9], [n + 3, 8]];
    const rows = each(n, (uid) => (uid % 3 === 0 ? twice : uid % 3 === 1 ? shuffled : fullRow(n)));
    for (const bondsPenalty of [0, 1, 40_000, 65_535]) {
      bothBonds(
        quietInput(n, { alphaStake: each(n, (uid) => BigInt(uid + 1)), weights: rows, bonds: rows, bondsPenalty }),
      );
    }
  });

  /** An average that keeps more than everything, so that bonds saturate. */
  function uidBlocks(n: number): bigint {
    return n % 2 === 0 ? 900_000n : U64_MAX / BigInt(n);
  }
});

describe("the builds", () => {
  test.each(BUILDS)("%s imports nothing and holds no floating point", (build) => {
    expect(WebAssembly.Module.imports(compileBuild(build))).toEqual([]);
    expect(floatTypes(readFileSync(new URL(`../kernel/epoch-${build}.wasm`, import.meta.url)))).toEqual([]);
  });

  test("an epoch does not depend on the one before", () => {
    const small = quietInput(3, { alphaStake: [1n, 2n, 3n], weights: [[[1, 5]], [[2, 5]], [[0, 5]]] });
    const rows = Array.from({ length: 300 }, (_, uid): StoredRow => [[(uid + 1) % 300, 65_535]]);
    const large = quietInput(300, { alphaStake: rows.map((_, uid) => BigInt(uid)), weights: rows, bonds: rows });
    for (const input of [small, large, small, quietInput(0), large]) expectEqualOutput(input);
  });

  test("is the engine called wasm", () => {
    expect(epochEngine("wasm")).toBe(kernelEpoch);
  });
});

describe("arrays that do not fit", () => {
  const [{ kernel }] = kernels as [(typeof kernels)[number]];
  const packed = packEpochInput(quietInput(2, { weights: [[[1, 5]], []] }));

  test.each([
    [{ lastUpdate: new BigUint64Array(1) }, /lastUpdate has 1 elements.*2 neurons/],
    [{ ownerUid: 2 }, /ownerUid 2/],
    [{ n: 40_000 }, /n is 40000/],
    [{ bonds: { starts: new Uint32Array(2), pairs: new Uint16Array() } }, /bonds has 1 elements/],
    [{ weights: { starts: Uint32Array.of(0, 1, 2), pairs: new Uint16Array(2) } }, /weights: the rows cover/],
    [{ weights: { starts: Uint32Array.of(0, 9, 1), pairs: new Uint16Array(2) } }, /weights: row 1 ends before/],
    [{ weights: { starts: Uint32Array.of(0, 0, 40_000), pairs: new Uint16Array(80_000) } }, /row of 40000 entries/],
  ])("are named: %o", (change, message) => {
    const run = () => kernel.run({ ...packed, ...change });
    expect(run).toThrow(EpochInputError);
    expect(run).toThrow(message);
  });

  test("rows survive packing", () => {
    const rows: StoredRow[] = [[], [[3, 65_535]], [[2, 1], [1, 0]]]; // biome-ignore format: one row a line
    expect(unpackRows(packEpochInput(quietInput(3, { weights: rows })).weights)).toEqual(rows);
  });
});

/** Value types f32 and f64 in the signatures, globals and locals of a module. */
function floatTypes(bytes: Uint8Array): string[] {
  const names = new Map([
    [0x7d, "f32"],
    [0x7c, "f64"],
  ]);
  const found: string[] = [];
  let at = 8;
  const leb = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const note = (type: number) => names.has(type) && found.push(names.get(type)!);
  while (at < bytes.length) {
    const section = bytes[at++]!;
    const end = leb() + at;
    if (section === 1) {
      for (let count = leb(); count > 0; count--) {
        at += 1;
        for (let list = 0; list < 2; list++) for (let types = leb(); types > 0; types--) note(bytes[at++]!);
      }
    } else if (section === 10) {
      for (let count = leb(); count > 0; count--) {
        const after = leb() + at;
        for (let groups = leb(); groups > 0; groups--) {
          leb();
          note(bytes[at++]!);
        }
        at = after;
      }
    }
    at = end;
  }
  return found;
}
