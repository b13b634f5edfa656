import { storage } from "@myelin/frame";
import { accountsStorage } from "./storage/accounts.ts";
import { commitsStorage } from "./storage/commits.ts";
import { delegationStorage } from "./storage/delegation.ts";
import { emissionStorage } from "./storage/emission.ts";
import { hyperparametersStorage } from "./storage/hyperparameters.ts";
import { leasingStorage } from "./storage/leasing.ts";
import { locksStorage } from "./storage/locks.ts";
import { networkStorage } from "./storage/network.ts";
import { neuronsStorage } from "./storage/neurons.ts";
import { poolsStorage } from "./storage/pools.ts";
import { registrationStorage } from "./storage/registration.ts";
import { rootClaimsStorage } from "./storage/root-claims.ts";
import { stakeStorage } from "./storage/stake.ts";
import { subnetsStorage } from "./storage/subnets.ts";

/**
 * Storage of SubtensorModule: the 222 items of spec 425, by topic in `storage/`.
 *
 * Amounts are in rao of TAO or alpha; fixed-point items hold their raw bits (`pallets/subtensor/src/lib.rs`).
 *
 * @example S.Tempo.get(ctx, netuid)
 */
export const S = storage("SubtensorModule", {
  ...networkStorage,
  ...emissionStorage,
  ...poolsStorage,
  ...subnetsStorage,
  ...hyperparametersStorage,
  ...registrationStorage,
  ...neuronsStorage,
  ...commitsStorage,
  ...stakeStorage,
  ...locksStorage,
  ...delegationStorage,
  ...rootClaimsStorage,
  ...accountsStorage,
  ...leasingStorage,
});
