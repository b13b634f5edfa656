/**
 * Who pays a fee, in what, and to whom. TAO first; calls that turn alpha into TAO may be paid with that alpha.
 * The whole fee and the tip go to the block's author; without an author they leave circulation.
 *
 * Source: `pallets/transaction-fee/src/lib.rs` (SubtensorTxFeeHandler, TransactionFeeHandler).
 */
import { type AccountId, type CallValue, type Context, DispatchFailure, invalid } from "@myelin/frame";
import { minBig, satSubU64 } from "../../arithmetic.ts";
import { blockAuthor } from "../aura/author.ts";
import {
  canWithdraw,
  deposit,
  existentialDeposit,
  freeBalance,
  reducibleBalance,
  totalBalance,
  withdraw,
} from "../balances/balances.ts";
import { E as Subtensor } from "../subtensor/events.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet, unstakeFromSubnet } from "../subtensor/staking/stake_utils.ts";
import { S as SubtensorStorage } from "../subtensor/storage.ts";
import { getAllSubnetNetuids } from "../subtensor/subnets/subnet.ts";
import { getAlphaAmountForTao } from "../swap/impls.ts";
import { E } from "./events.ts";

/** What was taken before the call ran. */
export type WithdrawnFee =
  | { readonly in: "nothing" }
  | { readonly in: "tao"; readonly amount: bigint }
  | { readonly in: "alpha"; readonly netuid: number; readonly alpha: bigint; readonly tao: bigint };

interface AlphaPosition {
  readonly hotkey: AccountId;
  readonly netuid: number;
}

/** @throws InvalidTransaction::Payment where neither TAO nor the alpha concerned covers `fee`. */
export function ensureCanPayFee(ctx: Context, who: AccountId, call: CallValue, fee: bigint): void {
  if (fee === 0n || canWithdraw(ctx, who, fee)) return;
  const position = soleAlphaPosition(ctx, who, call);
  if (!position) throw invalid("Payment");
  const { hotkey, netuid } = position;
  const alpha = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, who, netuid);
  if (alpha < getAlphaAmountForTao(ctx, netuid, fee)) throw invalid("Payment");
}

/** Takes `fee` rao (or its worth in alpha) from `who`. @throws InvalidTransaction::Payment. */
export function withdrawFee(ctx: Context, who: AccountId, call: CallValue, fee: bigint): WithdrawnFee {
  if (fee === 0n) return { in: "nothing" };
  if (reducibleBalance(ctx, who, "preserve") >= fee) {
    withdraw(ctx, who, fee, "preserve");
    return { in: "tao", amount: fee };
  }
  if (alphaPositions(ctx, who, call).length === 0) throw invalid("Payment");
  return withdrawInAlpha(ctx, who, soleAlphaPosition(ctx, who, call), fee);
}

/** Sells just enough alpha to the author; without an author, or with several positions, nothing is taken. */
function withdrawInAlpha(ctx: Context, who: AccountId, position: AlphaPosition | undefined, fee: bigint): WithdrawnFee {
  const author = blockAuthor(ctx);
  if (!position || author === undefined) return { in: "alpha", netuid: 0, alpha: 0n, tao: 0n };
  const { hotkey, netuid } = position;
  const balance = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, who, netuid);
  const worth = getAlphaAmountForTao(ctx, netuid, fee);
  const alpha = minBig(worth === 0n ? balance : worth, balance);
  try {
    const tao = ctx.transactional(() =>
      unstakeFromSubnet(ctx, { hotkey, coldkey: who, netuid }, author, alpha, 0n, true),
    );
    return { in: "alpha", netuid, alpha, tao };
  } catch (error) {
    if (error instanceof DispatchFailure) throw invalid("Payment");
    throw error;
  }
}

/** Gives back what the call did not use and pays the rest to the author. `fee` includes the tip. */
export function settleFee(ctx: Context, who: AccountId, withdrawn: WithdrawnFee, fee: bigint, tip: bigint): void {
  if (withdrawn.in === "alpha") {
    const { netuid, alpha, tao } = withdrawn;
    ctx.depositEvent(Subtensor.TransactionFeePaidWithAlpha({ who, netuid, alpha_fee: alpha, tao_amount: tao }));
  } else if (withdrawn.in === "tao") {
    const refund = satSubU64(withdrawn.amount, fee);
    const refunded = totalBalance(ctx, who) > 0n ? deposit(ctx, who, refund) : 0n;
    payAuthor(ctx, withdrawn.amount - refunded);
  }
  ctx.depositEvent(E.TransactionFeePaid({ who, actual_fee: fee, tip }));
}

/** An author whose account could not live on the amount gets nothing, and it leaves circulation (`Balanced::resolve`). */
function payAuthor(ctx: Context, amount: bigint): void {
  const author = blockAuthor(ctx);
  if (author === undefined || amount === 0n) return;
  if (freeBalance(ctx, author) + amount >= existentialDeposit(ctx)) deposit(ctx, author, amount);
}

function soleAlphaPosition(ctx: Context, who: AccountId, call: CallValue): AlphaPosition | undefined {
  const positions = alphaPositions(ctx, who, call);
  return positions.length === 1 ? positions[0] : undefined;
}

/** The stake that a call is about, for calls that may be paid in alpha (`fees_in_alpha`). */
function alphaPositions(ctx: Context, who: AccountId, call: CallValue): readonly AlphaPosition[] {
  if (call.type !== "SubtensorModule") return [];
  const args = call.value.value as Record<string, AccountId & number>;
  switch (call.value.type) {
    case "remove_stake":
    case "remove_stake_limit":
    case "remove_stake_full_limit":
    case "recycle_alpha":
    case "burn_alpha":
      return [{ hotkey: args["hotkey"]!, netuid: args["netuid"]! }];
    case "transfer_stake":
    case "swap_stake":
    case "swap_stake_limit":
      return [{ hotkey: args["hotkey"]!, netuid: args["origin_netuid"]! }];
    case "move_stake":
      return [{ hotkey: args["origin_hotkey"]!, netuid: args["origin_netuid"]! }];
    case "unstake_all":
    case "unstake_all_alpha":
      return stakedPositions(ctx, who, args["hotkey"]!);
    default:
      return [];
  }
}

function stakedPositions(ctx: Context, coldkey: AccountId, hotkey: AccountId): readonly AlphaPosition[] {
  return getAllSubnetNetuids(ctx)
    .filter((netuid) => SubtensorStorage.SubtokenEnabled.get(ctx, netuid))
    .filter((netuid) => getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid) !== 0n)
    .map((netuid) => ({ hotkey, netuid }));
}
