import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { eventNames, numbered } from "../../../testing/emitting-subnet.ts";
import { type PalletContext, palletContext } from "../../../testing/pallet-context.ts";
import { S } from "../storage.ts";
import { epochMechanism, persistMechanismEpochTerms, persistNetuidEpochTerms } from "./run_epoch.ts";

type Row = [number, number][];
type Integers = (number | string)[];

/** Numbers and decimal strings, as the vector file holds them. */
interface Case {
  name: string;
  input: Record<string, number | string | boolean | null> & {
    n: number;
    weights: Row[];
    bonds: Row[];
    validatorPermits: boolean[];
    alphaStake: Integers;
    taoStake: Integers;
    lastUpdate: Integers;
    blockAtRegistration: Integers;
    commitBlocks: Integers | null;
  };
  output: Record<string, unknown> & { bonds: Row[] };
}

const file = new URL("../../../../../../conformance/vectors/epoch.json.gz", import.meta.url);
const cases: Case[] = JSON.parse(gunzipSync(readFileSync(file)).toString());
const NETUID = 7;
const NEVER = (1n << 64n) - 1n;

/** Writes the input of a vector where the chain keeps it. Hotkeys sort against their uids. */
function store({ input }: Case): PalletContext {
  const ctx = palletContext();
  const hotkey = (uid: number) => numbered(10_000 - uid);
  ctx.block.number = Number(input["currentBlock"]);
  S.NetworksAdded.set(ctx, NETUID, true);
  S.SubnetworkN.set(ctx, NETUID, input.n);
  // With a tempo of 1000 blocks the cutoff in blocks is its factor in thousandths.
  S.Tempo.set(ctx, NETUID, 1000);
  S.ActivityCutoffFactorMilli.set(ctx, NETUID, Number(input["activityCutoff"]));
  S.LastMechansimStepBlock.set(ctx, NETUID, BigInt(input["lastTempoBlock"] as string) - 1n);
  S.TaoWeight.set(ctx, BigInt(input["taoWeight"] as string));
  S.StakeThreshold.set(ctx, BigInt(input["stakeThreshold"] as string));
  if (input["ownerUid"] !== null) S.SubnetOwnerHotkey.set(ctx, NETUID, hotkey(Number(input["ownerUid"])));
  S.MaxAllowedValidators.set(ctx, NETUID, Number(input["maxAllowedValidators"]));
  S.Kappa.set(ctx, NETUID, Number(input["kappa"]));
  S.BondsPenalty.set(ctx, NETUID, Number(input["bondsPenalty"]));
  S.BondsMovingAverage.set(ctx, NETUID, BigInt(input["bondsMovingAverage"] as string));
  S.Yuma3On.set(ctx, NETUID, input["yuma3"] === true);
  S.LiquidAlphaOn.set(ctx, NETUID, input["liquidAlpha"] === true);
  S.AlphaValues.set(ctx, NETUID, [Number(input["alphaLow"]), Number(input["alphaHigh"])]);
  S.AlphaSigmoidSteepness.set(ctx, NETUID, Number(input["alphaSigmoidSteepness"]));
  S.CommitRevealWeightsEnabled.set(ctx, NETUID, input.commitBlocks !== null);
  S.ValidatorPermit.set(ctx, NETUID, input.validatorPermits);
  S.LastUpdate.set(ctx, NETUID, input.lastUpdate.map(BigInt));
  for (let uid = 0; uid < input.n; uid++) {
    S.Keys.set(ctx, NETUID, uid, hotkey(uid));
    S.TotalHotkeyAlpha.set(ctx, hotkey(uid), NETUID, BigInt(input.alphaStake[uid]!));
    S.TotalHotkeyAlpha.set(ctx, hotkey(uid), 0, BigInt(input.taoStake[uid]!));
    S.BlockAtRegistration.set(ctx, NETUID, uid, BigInt(input.blockAtRegistration[uid]!));
    S.Weights.set(ctx, NETUID, uid, input.weights[uid]!);
    S.Bonds.set(ctx, NETUID, uid, input.bonds[uid]!);
    const commit = BigInt(input.commitBlocks?.[uid] ?? NEVER);
    if (commit !== NEVER) S.WeightCommits.set(ctx, NETUID, hotkey(uid), [[numbered(0), 0n, commit, 0n]]);
  }
  return ctx;
}

describe("the epoch over storage", () => {
  it("has reference vectors with and without every switch", () => {
    for (const field of ["yuma3", "liquidAlpha"]) {
      expect(new Set(cases.map(({ input }) => input[field]))).toEqual(new Set([true, false]));
    }
    expect(cases.some(({ input }) => input.commitBlocks !== null)).toBe(true);
    expect(cases.some(({ input }) => input["ownerUid"] !== null)).toBe(true);
  });

  it.each(cases.filter(({ input }) => input.n <= 64))("reads and stores $name as the chain does", (vector) => {
    const ctx = store(vector);
    const terms = epochMechanism(ctx, NETUID, 0, BigInt(vector.input["emission"] as string));
    persistMechanismEpochTerms(ctx, NETUID, 0, terms);
    persistNetuidEpochTerms(ctx, NETUID, terms);
    const { output } = vector;
    expect(S.Incentive.get(ctx, NETUID)).toEqual(output["incentive"]);
    expect(S.Dividends.get(ctx, NETUID)).toEqual(output["dividends"]);
    expect(S.Consensus.get(ctx, NETUID)).toEqual(output["consensus"]);
    expect(S.ValidatorTrust.get(ctx, NETUID)).toEqual(output["validatorTrust"]);
    expect(S.StakeWeight.get(ctx, NETUID)).toEqual(output["stakeWeight"]);
    expect(S.ValidatorPermit.get(ctx, NETUID)).toEqual(output["newValidatorPermits"]);
    expect(S.Active.get(ctx, NETUID)).toEqual(output["active"]);
    expect(S.Emission.get(ctx, NETUID)).toEqual((output["combinedEmission"] as Integers).map(BigInt));
    for (let uid = 0; uid < vector.input.n; uid++) expect(S.Bonds.get(ctx, NETUID, uid)).toEqual(output.bonds[uid]);
    const byUid = [...terms].sort((a, b) => a.uid - b.uid);
    expect(byUid.map((term) => term.serverEmission)).toEqual((output["serverEmission"] as Integers).map(BigInt));
    expect(byUid.map((term) => term.validatorEmission)).toEqual((output["validatorEmission"] as Integers).map(BigInt));
    expect(terms.map((term) => term.hotkey)).toEqual([...terms.map((term) => term.hotkey)].sort());
    expect(eventNames(ctx)).toEqual(["IncentiveAlphaEmittedToMiners"]);
  });
});
