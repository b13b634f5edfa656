import { type Config, constant, u32, u64 } from "@myelin/frame";

export const MAX_LOCKS = 50;
export const MAX_RESERVES = 50;
export const MAX_FREEZES = 50;

export const constants = {
  ExistentialDeposit: constant(u64, (config: Config) => config.existentialDeposit),
  MaxLocks: constant(u32, MAX_LOCKS),
  MaxReserves: constant(u32, MAX_RESERVES),
  MaxFreezes: constant(u32, MAX_FREEZES),
};
