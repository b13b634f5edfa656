import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, equal, utf8 } from "../bytes.ts";
import { fromHex, toHex } from "../hex.ts";
import {
  accountId,
  array,
  bool,
  bytes,
  type Codec,
  compact,
  enumeration,
  fixedBytes,
  i8,
  i16,
  i32,
  i64,
  i128,
  lazy,
  mapped,
  option,
  result,
  ScaleError,
  str,
  struct,
  tuple,
  u8,
  u16,
  u32,
  u64,
  u128,
  u256,
  unit,
  vec,
} from "./index.ts";

function failure(action: () => unknown): ScaleError {
  try {
    action();
  } catch (error) {
    if (error instanceof ScaleError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const codeOf = (action: () => unknown) => failure(action).code;

function same<T>(codec: Codec<T>, value: T, hex: string): void {
  expect(toHex(codec.encode(value))).toBe(hex);
  expect(codec.decode(fromHex(hex))).toEqual(value);
}

describe("examples of the SCALE specification", () => {
  // Origin: docs.polkadot.com and docs.substrate.io, "Type encoding (SCALE)".
  test("numbers, booleans, text and lists", () => {
    same(i8, 69, "0x45");
    same(u16, 42, "0x2a00");
    same(u32, 16_777_215, "0xffffff00");
    same(bool, true, "0x01");
    same(vec(u16), [4, 8, 15, 16, 23, 42], "0x18040008000f00100017002a00");
    same(tuple(compact(u32), bool), [3, false], "0x0c00");
    same(str, "Hamlet", "0x1848616d6c6574");
    same(enumeration({ Int: [0, u8], Bool: [1, bool] }), { type: "Int", value: 42 }, "0x002a");
    same(enumeration({ Int: [0, u8], Bool: [1, bool] }), { type: "Bool", value: true }, "0x0101");
    same(result(u8, bool), { ok: true, value: 42 }, "0x002a");
    same(result(u8, bool), { ok: false, error: false }, "0x0100");
    same(option(u8), undefined, "0x00");
  });

  test.each([
    [0, "0x00"],
    [1, "0x04"],
    [42, "0xa8"],
    [63, "0xfc"],
    [64, "0x0101"],
    [69, "0x1501"],
    [16_383, "0xfdff"],
    [16_384, "0x02000100"],
    [65_535, "0xfeff0300"],
    [2 ** 30 - 1, "0xfeffffff"],
    [2 ** 30, "0x0300000040"],
    [2 ** 32 - 1, "0x03ffffffff"],
  ])("compact %i", (value, hex) => {
    same(compact(u32), value, hex);
    same(compact(u128), BigInt(value), hex);
  });

  test("compact numbers beyond 32 bits", () => {
    same(compact(u64), 100_000_000_000_000n, "0x0b00407a10f35a");
    same(compact(u64), 2n ** 64n - 1n, "0x13ffffffffffffffff");
    same(compact(u128), 2n ** 128n - 1n, `0x33${"ff".repeat(16)}`);
  });
});

test("signed numbers are two's complement, little-endian", () => {
  same(i8, -1, "0xff");
  same(i16, -2, "0xfeff");
  same(i32, -(2 ** 31), "0x00000080");
  same(i64, -1n, "0xffffffffffffffff");
  same(i128, -(2n ** 127n), `0x${"00".repeat(15)}80`);
  same(u128, 2n ** 64n, `0x${"00".repeat(8)}01${"00".repeat(7)}`);
  same(u256, 2n ** 255n + 1n, `0x01${"00".repeat(30)}80`);
});

const Weights = struct({ netuid: u16, dests: vec(u16), note: option(str), owner: accountId, mode: array(u8, 3) });
const Shape = enumeration({ Empty: [0], Line: [3, u64], Pair: [9, tuple(i32, u256)] });

function roundTrips<T>(codec: Codec<T>, value: T): void {
  expect(codec.decode(codec.encode(value))).toEqual(value);
}

test("values of every kind round trip", () => {
  const owner = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
  const u16s = fc.array(fc.integer({ min: 0, max: 65_535 }));
  const byte = fc.integer({ min: 0, max: 255 });
  const record = fc.record({
    netuid: fc.integer({ min: 0, max: 65_535 }),
    dests: u16s,
    note: fc.option(fc.string({ unit: "grapheme" }), { nil: undefined }),
    owner,
    mode: fc.tuple(byte, byte, byte),
  });
  fc.assert(fc.property(record, (value) => roundTrips(Weights, value)));

  const shape = fc.oneof(
    fc.constant({ type: "Empty" as const }),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => ({ type: "Line" as const, value })),
    fc
      .tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }))
      .map((value) => ({ type: "Pair" as const, value })),
  );
  fc.assert(fc.property(fc.array(shape), (value) => roundTrips(vec(Shape), value)));
  const amount = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
  fc.assert(fc.property(amount, (n) => compact(u128).decode(compact(u128).encode(n)) === n));
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }), (n) => i128.decode(i128.encode(n)) === n),
  );
});

test("whatever decodes encodes to the same bytes", () => {
  const codec = vec(tuple(compact(u32), option(bool), compact(u128), Shape));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (input) => {
      let value: ReturnType<typeof codec.decode>;
      try {
        value = codec.decode(input);
      } catch (error) {
        return error instanceof ScaleError;
      }
      return equal(codec.encode(value), input);
    }),
    { numRuns: 2000 },
  );
});

test("only canonical bytes are accepted", () => {
  const refuses = (codec: Codec<unknown>, hex: string) =>
    expect(
      codeOf(() => codec.decode(fromHex(hex))),
      hex,
    ).toBe("SCALE_INVALID");
  for (const hex of ["0x0100", "0x02000000", "0x0300000000", "0x03ffffff3f", "0x0700000000ff"])
    refuses(compact(u32), hex);
  for (const hex of ["0x0100", "0x03ffffff3f", "0x070000000000", "0x1700000000000000000001"])
    refuses(compact(u64), hex);
  refuses(compact(u8), "0x0104");
  refuses(bool, "0x02");
  refuses(option(u8), "0x0200");
  refuses(result(u8, u8), "0x0200");
  refuses(Shape, "0x01");
  refuses(str, "0x04ff");
});

test("input that ends early or late is refused", () => {
  for (const codec of [
    u8,
    u16,
    u32,
    u64,
    u128,
    bytes,
    str,
    vec(u8),
    compact(u32),
    fixedBytes(4),
    option(u8),
  ] as Codec<unknown>[]) {
    expect(codeOf(() => codec.decode(new Uint8Array()))).toBe("SCALE_TRUNCATED");
  }
  expect(codeOf(() => u16.decode(new Uint8Array(3)))).toBe("SCALE_TRAILING");
  expect(codeOf(() => vec(u16).decode(fromHex("0x0801000200ff")))).toBe("SCALE_TRAILING");
});

test("a forged length neither allocates nor loops", () => {
  const forged = fromHex("0x03ffffffff");
  for (const codec of [bytes, str, vec(u16), vec(Shape), vec(unit)] as Codec<unknown>[]) {
    expect(codeOf(() => codec.decode(forged))).toBe("SCALE_TRUNCATED");
  }
});

test("nesting is bounded", () => {
  type Nest = Nest[];
  const nest: Codec<Nest> = vec(lazy(() => nest));
  const deep = (levels: number) => concat(new Uint8Array(levels).fill(4), Uint8Array.of(0));
  expect(nest.encode(nest.decode(deep(256)))).toEqual(deep(256));
  expect(codeOf(() => nest.decode(deep(257)))).toBe("SCALE_DEPTH");
  expect(codeOf(() => nest.decode(deep(1_000_000)))).toBe("SCALE_DEPTH");
});

test("values that do not fit are refused and named", () => {
  const bad: [Codec<never>, unknown][] = [
    [u8 as Codec<never>, 256],
    [u8 as Codec<never>, 1.5],
    [u16 as Codec<never>, -1],
    [i8 as Codec<never>, 128],
    [u64 as Codec<never>, 1],
    [u64 as Codec<never>, 2n ** 64n],
    [i128 as Codec<never>, 2n ** 127n],
    [compact(u32) as Codec<never>, 2 ** 32],
    [bool as Codec<never>, 1],
    [str as unknown as Codec<never>, 1],
    [bytes as unknown as Codec<never>, "0x"],
    [fixedBytes(2) as unknown as Codec<never>, new Uint8Array(3)],
    [accountId as Codec<never>, "0x00"],
    [vec(u8) as unknown as Codec<never>, 1],
    [array(u8, 2) as unknown as Codec<never>, [1]],
    [Shape as unknown as Codec<never>, { type: "Circle" }],
    [Weights as unknown as Codec<never>, undefined],
  ];
  for (const [codec, value] of bad) expect(codeOf(() => codec.encode(value as never))).toBe("SCALE_RANGE");

  const nested = failure(() =>
    struct({ call: enumeration({ Set: [0, struct({ netuid: u16 })] }) }).encode({
      call: { type: "Set", value: { netuid: 70_000 } },
    }),
  );
  expect(nested.path).toEqual(["call", "Set", "netuid"]);
  expect(nested.message).toContain("call.Set.netuid: 70000 is no u16");
});

test("views into larger buffers decode from their own start, and results are copies", () => {
  const pool = Buffer.from([9, 9, 8, 1, 2, 9]);
  const decoded = bytes.decode(pool.subarray(2, 5));
  pool[3] = 7;
  expect(decoded).toEqual(Uint8Array.of(1, 2));
  expect(u16.decode(pool.subarray(4, 6))).toBe(2 + 9 * 256);
});

test("a codec may encode another value while it writes", () => {
  const nested = mapped(
    bytes,
    (value) => u32.decode(value),
    (value: number) => u32.encode(value),
  );
  expect(toHex(tuple(u8, nested, u8).encode([1, 2, 3]))).toBe("0x01100200000003");
  const large = new Uint8Array(200_000).fill(5);
  expect(equal(bytes.decode(bytes.encode(large)), large)).toBe(true);
  expect(toHex(str.encode("τ"))).toBe(toHex(concat(Uint8Array.of(8), utf8("τ"))));
});

test("variants must not share an index", () => {
  expect(() => enumeration({ A: [0], B: [0] })).toThrow("share index 0");
});
