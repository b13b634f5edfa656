import { errors } from "@myelin/frame";

/** Errors of AdminUtils with their indices (`pallets/admin-utils/src/lib.rs`). */
export const Err = errors("AdminUtils", {
  SubnetDoesNotExist: 0,
  MaxValidatorsLargerThanMaxUIds: 1,
  MaxAllowedUIdsLessThanCurrentUIds: 2,
  BondsMovingAverageMaxReached: 3,
  NegativeSigmoidSteepness: 4,
  ValueNotInBounds: 5,
  MinAllowedUidsGreaterThanCurrentUids: 6,
  MinAllowedUidsGreaterThanMaxAllowedUids: 7,
  MaxAllowedUidsLessThanMinAllowedUids: 8,
  MaxAllowedUidsGreaterThanDefaultMaxAllowedUids: 9,
  InvalidValue: 10,
  NotPermittedOnRootSubnet: 11,
  POWRegistrationDisabled: 12,
  Deprecated: 13,
});
