/**
 * The seven extensions of frame_system: what a signature commits to, and the order of an account's transactions.
 * Source: `substrate/frame/system/src/extensions/`, `runtime/src/check_nonce.rs`, `runtime/src/check_mortality.rs`.
 */
import {
  compact,
  Era,
  type EraValue,
  eraBirth,
  eraDeath,
  extension,
  h256,
  invalid,
  newtype,
  struct,
  u32,
  unit,
  ZERO_ACCOUNT,
} from "@myelin/frame";
import { concat } from "@myelin/primitives/bytes";
import { fromHex } from "@myelin/primitives/hex";
import { u32 as u32Codec } from "@myelin/primitives/scale";
import { envelopeOf } from "../pallets/mev_shield/shielded.ts";
import { S as System } from "../pallets/system/storage.ts";

const skipped = { params: [{ name: "T" }] };
const marker = (path: string) => struct(`frame_system::extensions::${path}`, {}, skipped);

export const CheckNonZeroSender = extension({
  identifier: "CheckNonZeroSender",
  type: marker("check_non_zero_sender::CheckNonZeroSender"),
  additional: unit,
  validate(_ctx, who) {
    if (who === ZERO_ACCOUNT) throw invalid("BadSigner");
    return undefined;
  },
});

export const CheckSpecVersion = extension({
  identifier: "CheckSpecVersion",
  type: marker("check_spec_version::CheckSpecVersion"),
  additional: u32,
  implicit: (_value, env) => env.specVersion,
});

export const CheckTxVersion = extension({
  identifier: "CheckTxVersion",
  type: marker("check_tx_version::CheckTxVersion"),
  additional: u32,
  implicit: (_value, env) => env.transactionVersion,
});

export const CheckGenesis = extension({
  identifier: "CheckGenesis",
  type: marker("check_genesis::CheckGenesis"),
  additional: h256,
  implicit: (_value, env) => env.genesisHash,
});

/** Longest life of a shield's wrapper, in blocks: one that nobody can open leaves the pool soon. */
const MAX_SHIELD_PERIOD = 8;

function livesTooLong(era: EraValue): boolean {
  return era.type === "Immortal" || era.value.period > MAX_SHIELD_PERIOD;
}

export const CheckMortality = extension({
  identifier: "CheckMortality",
  type: newtype("node_subtensor_runtime::check_mortality::CheckMortality", Era, skipped),
  additional: h256,
  implicit(era: EraValue, env) {
    const hash = env.blockHash(eraBirth(era, env.blockNumber));
    if (hash === undefined) throw invalid("AncientBirthBlock");
    return hash;
  },
  validate(ctx, _who, call, era: EraValue) {
    if (envelopeOf(call) && livesTooLong(era)) throw invalid("Stale");
    if (era.type === "Immortal") return undefined;
    return { longevity: BigInt(Math.max(0, eraDeath(era, ctx.block.number) - ctx.block.number)) };
  },
});

/** Accounts that nothing keeps alive may still send calls that cost nothing: subtensor's own rule. */
export const CheckNonce = extension({
  identifier: "CheckNonce",
  type: newtype("node_subtensor_runtime::check_nonce::CheckNonce", compact(u32), skipped),
  additional: unit,
  validate(ctx, who, _call, nonce: number, info) {
    const account = System.Account.get(ctx, who);
    if (info.paysFee && account.providers === 0 && account.sufficients === 0) throw invalid("Payment");
    if (nonce < account.nonce) throw invalid("Stale");
    const tag = (n: number) => concat(fromHex(who), u32Codec.encode(n));
    return { provides: [tag(nonce)], requires: account.nonce < nonce ? [tag(nonce - 1)] : [] };
  },
  prepare(ctx, who, _call, nonce: number) {
    const account = System.Account.get(ctx, who);
    if (nonce > account.nonce) throw invalid("Future");
    System.Account.set(ctx, who, { ...account, nonce: account.nonce + 1 });
    return undefined;
  },
});
