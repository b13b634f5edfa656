import { type Hash, signed } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../testing/harness.ts";
import { freeBalance, mintInto, reservedBalance, totalIssuance } from "../balances/balances.ts";
import { S as Balances } from "../balances/storage.ts";
import { S } from "./storage.ts";

const [alice, bob] = [account("Alice"), account("Bob")];
const root = { type: "Root" } as const;
const bytes = new Uint8Array(100).fill(7);
const hash: Hash = toHex(blake2b256(bytes));
const DEPOSIT = 104_000_000n + 100n * 1_000_000n;

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const call = (name: string, args: Record<string, unknown>, who = alice) =>
  chain.call(signed(who), "Preimage", name, args);
const failure = (name: string, args: Record<string, unknown>, who = alice) =>
  chain.failure(signed(who), "Preimage", name, args)?.replace("Preimage.", "");
const byRoot = (name: string, args: Record<string, unknown>) =>
  chain.failure(root, "Preimage", name, args)?.replace("Preimage.", "");
const events = () => chain.eventNames().filter((name) => name.startsWith("Preimage."));

describe("preimages (substrate/frame/preimage/src/lib.rs)", () => {
  it("are kept under a deposit and taken off by their owner", () => {
    const [free, issued] = [freeBalance(chain.ctx, alice), totalIssuance(chain.ctx)];
    expect(call("note_preimage", { bytes }).paysFee).toBe(true);
    expect(S.PreimageFor.get(chain.ctx, [hash, 100])).toEqual(bytes);
    expect(reservedBalance(chain.ctx, alice)).toBe(DEPOSIT);
    expect(Balances.Holds.get(chain.ctx, alice)).toEqual([
      { id: { type: "Preimage", value: "Preimage" }, amount: DEPOSIT },
    ]);
    expect(failure("note_preimage", { bytes }, bob)).toBe("AlreadyNoted");
    expect(failure("unnote_preimage", { hash }, bob)).toBe("NotAuthorized");
    call("unnote_preimage", { hash });
    expect(freeBalance(chain.ctx, alice)).toBe(free);
    expect(totalIssuance(chain.ctx)).toBe(issued);
    expect(Balances.Holds.contains(chain.ctx, alice)).toBe(false);
    expect(failure("unnote_preimage", { hash })).toBe("NotNoted");
    expect(events()).toEqual(["Preimage.Noted", "Preimage.Cleared"]);
  });

  it("hold deposits of several together, and none that an account cannot pay", () => {
    call("note_preimage", { bytes });
    call("note_preimage", { bytes: new Uint8Array(1) });
    expect(Balances.Holds.get(chain.ctx, alice)).toMatchObject([{ amount: DEPOSIT + 105_000_000n }]);
    const poor = account("poor");
    mintInto(chain.ctx, poor, DEPOSIT - 1n);
    expect(failure("note_preimage", { bytes: bytes.slice(1).fill(1, 0, 1) }, poor)).toBeUndefined();
    mintInto(chain.ctx, account("poorer"), 1_000n);
    expect(failure("note_preimage", { bytes: bytes.slice(2) }, account("poorer"))).toBe("Token.FundsUnavailable");
  });

  it("cost nothing when the chain asked for them, and stay while it does", () => {
    expect(failure("request_preimage", { hash })).toBe("BadOrigin");
    for (let i = 0; i < 2; i++) expect(byRoot("request_preimage", { hash })).toBeUndefined();
    expect(call("note_preimage", { bytes }).paysFee).toBe(false);
    expect(reservedBalance(chain.ctx, alice)).toBe(0n);
    expect(failure("unnote_preimage", { hash })).toBe("NotAuthorized");
    expect(byRoot("unrequest_preimage", { hash })).toBeUndefined();
    expect(S.PreimageFor.contains(chain.ctx, [hash, 100])).toBe(true);
    expect(byRoot("unrequest_preimage", { hash })).toBeUndefined();
    expect(S.PreimageFor.contains(chain.ctx, [hash, 100])).toBe(false);
    expect(byRoot("unrequest_preimage", { hash })).toBe("NotRequested");
    expect(events()).toEqual(["Preimage.Requested", "Preimage.Noted", "Preimage.Cleared"]);
  });

  it("asked for later still belong to their owner", () => {
    call("note_preimage", { bytes });
    expect(byRoot("request_preimage", { hash })).toBeUndefined();
    call("unnote_preimage", { hash }); // frees the deposit, keeps the bytes
    expect(reservedBalance(chain.ctx, alice)).toBe(0n);
    expect(S.PreimageFor.contains(chain.ctx, [hash, 100])).toBe(true);
    expect(byRoot("unrequest_preimage", { hash })).toBeUndefined();
    expect(S.RequestStatusFor.contains(chain.ctx, hash)).toBe(false);
  });

  it("go back to their owner when no longer asked for", () => {
    call("note_preimage", { bytes });
    expect(byRoot("request_preimage", { hash })).toBeUndefined();
    expect(byRoot("unrequest_preimage", { hash })).toBeUndefined();
    expect(S.RequestStatusFor.get(chain.ctx, hash)?.type).toBe("Unrequested");
    call("unnote_preimage", { hash });
    expect(S.PreimageFor.contains(chain.ctx, [hash, 100])).toBe(false);
  });

  it("of root cost nothing and count as asked for", () => {
    expect(chain.call(root, "Preimage", "note_preimage", { bytes }).paysFee).toBe(false);
    expect(S.RequestStatusFor.get(chain.ctx, hash)).toEqual({
      type: "Requested",
      value: { maybe_ticket: undefined, count: 1, maybe_len: 100 },
    });
    expect(byRoot("unnote_preimage", { hash })).toBeUndefined();
    expect(S.RequestStatusFor.contains(chain.ctx, hash)).toBe(false);
  });

  it("have bounds", () => {
    expect(byRoot("note_preimage", { bytes: new Uint8Array(4 * 1024 * 1024 + 1) })).toBe("TooBig");
    expect(failure("ensure_updated", { hashes: [] })).toBe("TooFew");
    expect(failure("ensure_updated", { hashes: Array(1025).fill(hash) })).toBe("TooMany");
    expect(failure("ensure_updated", { hashes: [hash] })).toBeUndefined();
  });
});
