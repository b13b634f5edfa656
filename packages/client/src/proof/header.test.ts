import { describe, expect, it } from "vitest";
import type { Transport } from "../transport/transport.ts";
import { headerHash, provenHeader, type RawHeader } from "./header.ts";

/** Polkadot's first block, whose hash everybody knows. */
const POLKADOT: RawHeader = {
  parentHash: `0x${"00".repeat(32)}`,
  number: "0x0",
  stateRoot: "0x29d0d972cd27cbc511e9589fcb7a4506d5eb6a9e8df205f00472e5ab354a4e17",
  extrinsicsRoot: "0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314",
  digest: { logs: [] },
};
const GENESIS = "0x91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3";

const nodeWith = (header: unknown) => ({ request: async () => header }) as unknown as Transport;

describe("a header", () => {
  it("hashes to its block", async () => {
    expect(headerHash(POLKADOT)).toBe(GENESIS);
    expect(await provenHeader(nodeWith(POLKADOT), GENESIS)).toMatchObject({ hash: GENESIS, number: 0 });
  });

  it.each<[string, unknown]>([
    ["there is none", null],
    ["another number", { ...POLKADOT, number: "0x1" }],
    ["a digest", { ...POLKADOT, digest: { logs: ["0x00"] } }],
    ["no digest", { ...POLKADOT, digest: undefined }],
    ["bytes moved to the next field", { ...POLKADOT, number: "0x00", parentHash: `0x${"00".repeat(33)}` }],
    ["no hex", { ...POLKADOT, stateRoot: "root" }],
    ["a number that is none", { ...POLKADOT, number: 0.5 }],
    ["no header at all", "header"],
  ])("is refused: %s", async (_, header) => {
    await expect(provenHeader(nodeWith(header), GENESIS)).rejects.toMatchObject({ code: "PROOF_BAD_HEADER" });
  });
});
