import { expect, test } from "vitest";
import { ProtobufWriter } from "./protobuf.ts";

const hex = (writer: ProtobufWriter): string => Buffer.from(writer.finish()).toString("hex");

test("the documented encodings", () => {
  expect(hex(new ProtobufWriter().integer(1, 150))).toBe("089601");
  expect(hex(new ProtobufWriter().string(2, "testing"))).toBe("120774657374696e67");
  expect(hex(new ProtobufWriter().message(3, new ProtobufWriter().integer(1, 150)))).toBe("1a03089601");
  expect(hex(new ProtobufWriter().integer(1, -2))).toBe("08feffffffffffffffff01");
  expect(hex(new ProtobufWriter().float(2, 1))).toBe("150000803f");
});

test("values larger than the first buffer", () => {
  const bytes = new Uint8Array(1000).fill(7);
  const encoded = new ProtobufWriter().bytes(16, bytes).finish();
  expect([...encoded.subarray(0, 4)]).toEqual([0x82, 0x01, 0xe8, 0x07]);
  expect(encoded.subarray(4)).toEqual(bytes);
});
