import { ROOT, signed } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../testing/harness.ts";
import { S as Subtensor } from "../subtensor/storage.ts";
import { S } from "./storage.ts";
import { addTimelocked, purgeNetuid } from "./timelock.ts";
import { CommitmentInfo, type Data } from "./types.ts";

const [ALICE, BOB] = [account("Alice"), account("Bob")];
const NETUID = 1;
const raw = (length: number): Data => ({ type: `Raw${length}`, value: new Uint8Array(length).fill(7) });
const big = (length: number): Data => ({ type: "BigRaw", value: new Uint8Array(length) });

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
  Subtensor.Uids.set(chain.ctx, NETUID, ALICE, 1);
});

const commit = (fields: Data[], who = ALICE) =>
  chain.failure(signed(who), "Commitments", "set_commitment", { netuid: NETUID, info: { fields } });

describe("commitments (pallets/commitments/src/lib.rs)", () => {
  it("are kept with their block, free of charge", () => {
    expect(commit([raw(32)])).toBeUndefined();
    expect(S.CommitmentOf.get(chain.ctx, NETUID, ALICE)).toEqual({
      deposit: 0n,
      block: 1,
      info: { fields: [raw(32)] },
    });
    expect(S.LastCommitment.get(chain.ctx, NETUID, ALICE)).toBe(1);
    expect(chain.eventsOf("Commitments", "Commitment")).toEqual([{ netuid: NETUID, who: ALICE }]);
  });

  it("are for registered hotkeys, three fields at most", () => {
    expect(commit([raw(1)], BOB)).toBe("Commitments.AccountNotAllowedCommit");
    expect(commit([raw(1), raw(1), raw(1), raw(1)])).toBe("Commitments.TooManyFieldsInCommitmentInfo");
  });

  it("take at least 100 bytes of the 3,100 an epoch gives", () => {
    for (let i = 0; i < 31; i++) expect(commit([raw(1)])).toBeUndefined();
    expect(commit([raw(1)])).toBe("Commitments.SpaceLimitExceeded");
    expect(S.UsedSpaceOf.get(chain.ctx, NETUID, ALICE)).toEqual({ last_epoch: 0n, used_space: 3_100n });
    Subtensor.SubnetEpochIndex.set(chain.ctx, NETUID, 1n);
    expect(commit([big(512), big(512), raw(128)])).toBeUndefined();
    expect(S.UsedSpaceOf.get(chain.ctx, NETUID, ALICE)).toEqual({ last_epoch: 1n, used_space: 1_152n });
  });

  it("leave the space to root", () => {
    expect(chain.failure(signed(ALICE), "Commitments", "set_max_space", { new_limit: 99 })).toBe("BadOrigin");
    chain.call(ROOT, "Commitments", "set_max_space", { new_limit: 99 });
    expect(commit([raw(1)])).toBe("Commitments.SpaceLimitExceeded");
  });

  it("reset the bonds of their hotkey where the subnet allows it", () => {
    const bonds = [
      [0, 9],
      [1, 8],
    ] as [number, number][];
    Subtensor.Bonds.set(chain.ctx, NETUID, 0, bonds);
    expect(commit([{ type: "ResetBondsFlag" }])).toBeUndefined();
    expect(Subtensor.Bonds.get(chain.ctx, NETUID, 0)).toEqual(bonds);
    Subtensor.BondsResetOn.set(chain.ctx, NETUID, true);
    expect(commit([{ type: "ResetBondsFlag" }])).toBeUndefined();
    expect(Subtensor.Bonds.get(chain.ctx, NETUID, 0)).toEqual([[0, 9]]);
    expect(S.LastBondsReset.get(chain.ctx, NETUID, ALICE)).toBe(1);
  });

  it("wait in an index, in order, while they are time-locked", () => {
    const sealed: Data = { type: "TimelockEncrypted", value: { encrypted: new Uint8Array(64), reveal_round: 9n } };
    addTimelocked(chain.ctx, 2, BOB);
    expect(commit([sealed])).toBeUndefined();
    expect(commit([sealed])).toBeUndefined();
    expect(S.TimelockedIndex.get(chain.ctx)).toEqual([
      [NETUID, ALICE],
      [2, BOB],
    ]);
    expect(chain.eventsOf("Commitments", "TimelockCommitment")[0]).toEqual({
      netuid: NETUID,
      who: ALICE,
      reveal_round: 9n,
    });
    expect(commit([raw(1)])).toBeUndefined();
    expect(S.TimelockedIndex.get(chain.ctx)).toEqual([[2, BOB]]);
  });

  it("go with their subnet", () => {
    commit([raw(1)]);
    addTimelocked(chain.ctx, NETUID, ALICE);
    purgeNetuid(chain.ctx, NETUID);
    expect(S.CommitmentOf.contains(chain.ctx, NETUID, ALICE)).toBe(false);
    expect(S.UsedSpaceOf.contains(chain.ctx, NETUID, ALICE)).toBe(false);
    expect(S.TimelockedIndex.get(chain.ctx)).toEqual([]);
  });

  // the hand-written codec of `types.rs`: short bytes have no length prefix, their variant tells it
  it("encode short bytes by their variant", () => {
    const encode = (...fields: Data[]) => toHex(CommitmentInfo.codec.encode({ fields }));
    expect(encode(raw(2))).toBe("0x04030707");
    expect(encode({ type: "None" })).toBe("0x0400");
    expect(encode({ type: "ResetBondsFlag" })).toBe("0x0487");
    expect(encode({ type: "BigRaw", value: Uint8Array.of(5) })).toBe("0x04880405");
  });
});
