import { blake2b256 } from "@myelin/primitives/hash";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { describe, expect, it } from "vitest";
import {
  type CallValue,
  ExtrinsicDecodeError,
  mortalEra,
  type SignatureEnv,
  signerOf,
  TransactionValidityError,
} from "../index.ts";
import { extraOf, fixture } from "../testing/fixture.ts";

const ALICE = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const runtime = fixture();
const env: SignatureEnv = {
  genesisHash: `0x${"aa".repeat(32)}`,
  blockNumber: 6,
  blockHash: () => `0x${"bb".repeat(32)}`,
};
const transfer: CallValue = {
  type: "Balances",
  value: { type: "transfer_keep_alive", value: { dest: { type: "Id", value: ALICE }, value: 1n } },
};
const signature = { type: "Sr25519", value: new Uint8Array(64).fill(7) } as const;

describe("extrinsics", () => {
  // Recorded from Bittensor's Python SDK: transfer_keep_alive(Alice, 1), period 128, finalized block 5, nonce 7.
  const recorded = `0x050300${ALICE.slice(2)}0456001c00009201000001000000${"aa".repeat(32)}${"bb".repeat(32)}00`;

  it("are signed over the same bytes as clients sign", () => {
    const payload = runtime.signingPayload(transfer, extraOf(7, mortalEra(128, 5)), env);
    expect(toHex(payload)).toBe(recorded);
  });

  it("round through bytes with the ranges of call and extra", () => {
    const bytes = runtime.encodeSigned(
      transfer,
      { type: "Id", value: ALICE },
      signature,
      extraOf(7, mortalEra(128, 5)),
    );
    expect(toHex(bytes)).toBe(`0x31028400${ALICE.slice(2)}01${"07".repeat(64)}56001c0000050300${ALICE.slice(2)}04`);
    const decoded = runtime.decodeExtrinsic(bytes);
    expect(decoded).toMatchObject({ kind: "signed", call: transfer, callDepth: 1 });
    expect(signerOf(decoded)).toBe(ALICE);
    const payload = runtime.signaturePayload(decoded, env);
    expect(toHex(payload.message)).toBe(recorded);
    expect(payload).toMatchObject({ signer: ALICE, signature });
  });

  it("sign the hash of long payloads", () => {
    const remark: CallValue = { type: "System", value: { type: "remark", value: { remark: new Uint8Array(300) } } };
    const bytes = runtime.encodeSigned(remark, { type: "Id", value: ALICE }, signature, extraOf(0));
    const { message } = runtime.signaturePayload(runtime.decodeExtrinsic(bytes), env);
    const plain = `0x00${"00"}b104${"00".repeat(300)}0000000092010000010000${"00"}${"aa".repeat(64)}00`;
    expect(toHex(message)).toBe(toHex(blake2b256(fromHex(plain))));
  });

  it("may be bare, in both forms", () => {
    const bare = runtime.encodeBare({ type: "Timestamp", value: { type: "set", value: { now: 1n } } });
    expect(toHex(bare)).toBe("0x1005020004");
    expect(runtime.decodeExtrinsic(bare).kind).toBe("bare");
    expect(runtime.decodeExtrinsic(fromHex("0x1004020004")).call.type).toBe("Timestamp");
  });

  it("keep arguments of calls without any as an empty object", () => {
    const bytes = runtime.encodeBare({ type: "Balances", value: { type: "panic", value: {} } });
    expect(runtime.decodeExtrinsic(bytes).call).toEqual({ type: "Balances", value: { type: "panic", value: {} } });
  });

  it.each([
    ["a wrong length", "0x1405020004"],
    ["an unknown version", "0x1085020004"],
    ["an unknown pallet", "0x1005ff0004"],
    ["bytes left over", "0x140502000400"],
    ["nothing", "0x"],
  ])("are refused with %s", (_what, hex) => {
    expect(() => runtime.decodeExtrinsic(fromHex(hex))).toThrow(ExtrinsicDecodeError);
  });

  it("can only be signed by an account id", () => {
    const bytes = runtime.encodeSigned(transfer, { type: "Address32", value: fromHex(ALICE) }, signature, extraOf(0));
    expect(() => signerOf(runtime.decodeExtrinsic(bytes))).toThrow(TransactionValidityError);
  });

  it("tell how deeply calls are nested, and nesting is bounded", () => {
    let call = transfer;
    for (let i = 0; i < 5; i++) call = { type: "Utility", value: { type: "batch_all", value: { calls: [call] } } };
    expect(runtime.decodeExtrinsic(runtime.encodeBare(call)).callDepth).toBe(6);
    expect(runtime.decodeExtrinsic(runtime.encodeBare(transfer)).callDepth).toBe(1);
    const nested = "0b0204".repeat(400);
    const body = fromHex(`0x05${nested}`);
    const prefix = ((body.length << 2) | 1).toString(16).padStart(4, "0");
    const hostile = fromHex(`0x${prefix.slice(2)}${prefix.slice(0, 2)}${toHex(body).slice(2)}`);
    expect(() => runtime.decodeExtrinsic(hostile)).toThrow(/nested deeper/);
  });
});
