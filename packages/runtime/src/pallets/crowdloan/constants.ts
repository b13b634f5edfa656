import { type Config, constant, u32, u64 } from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";
import { PalletId } from "../subtensor/types.ts";

export const CROWDLOAN_PALLET_ID = utf8("bt/cloan");
/** Rao. */
export const MINIMUM_DEPOSIT = 10_000_000_000n;
/** Rao. */
export const ABSOLUTE_MINIMUM_CONTRIBUTION = 100_000_000n;
/** Contributors that one call pays back. */
export const REFUND_CONTRIBUTORS_LIMIT = 50;
export const MAX_CONTRIBUTORS = 500;

const MAIN_BLOCK_TIME = 12_000;
/** Networks with quicker blocks take what the chain's fast builds do (`prod_or_fast!`). */
const isFast = ({ blockTime }: Config): boolean => blockTime < MAIN_BLOCK_TIME;

/** Fewest blocks between the creation of a crowdloan and its end. */
export const minimumBlockDuration = (config: Config): number => (isFast(config) ? 50 : 50_400);
/** Most blocks between the creation of a crowdloan and its end. */
export const maximumBlockDuration = (config: Config): number => (isFast(config) ? 20_000 : 432_000);

/** `runtime/src/lib.rs`, Crowdloan. */
export const constants = {
  PalletId: constant(PalletId, CROWDLOAN_PALLET_ID),
  MinimumDeposit: constant(u64, MINIMUM_DEPOSIT),
  AbsoluteMinimumContribution: constant(u64, ABSOLUTE_MINIMUM_CONTRIBUTION),
  MinimumBlockDuration: constant(u32, minimumBlockDuration),
  MaximumBlockDuration: constant(u32, maximumBlockDuration),
  RefundContributorsLimit: constant(u32, REFUND_CONTRIBUTORS_LIMIT),
  MaxContributors: constant(u32, MAX_CONTRIBUTORS),
};
