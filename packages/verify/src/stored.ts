import type { StateView } from "@myelin/client";
import type { StoredRow } from "@myelin/yuma";
import { type EpochState, readHotkeys, readRows } from "./epoch-state.ts";
import { mechanismIndex } from "./mechanisms.ts";

const PALLET = "SubtensorModule";

/** What an epoch leaves for every neuron, whatever the number of mechanisms; vectors by uid. */
export interface NeuronFigures {
  /** Parts of 65535. */
  readonly consensus: readonly number[];
  readonly dividends: readonly number[];
  readonly validatorTrust: readonly number[];
  readonly stakeWeight: readonly number[];
  readonly permits: readonly boolean[];
  readonly active: readonly boolean[];
  /** Alpha rao. */
  readonly emission: readonly bigint[];
}

/** What an epoch leaves for one mechanism; by uid. */
export interface MechanismFigures {
  /** Parts of 65535. */
  readonly incentive: readonly number[];
  readonly bonds: readonly StoredRow[];
}

export interface EpochFigures extends NeuronFigures {
  readonly mechanisms: readonly MechanismFigures[];
}

/** What the chain stored at the end of an epoch's block. */
export interface StoredEpoch extends EpochFigures {
  /**
   * Where each neuron of the epoch stands now: extrinsics of the same block come after the epoch, and may give a place to
   * another hotkey (undefined) or move neurons up.
   */
  readonly places: readonly (number | undefined)[];
  /** Whether the block took places away, and so moved neurons and what is bonded to them. */
  readonly isTrimmed: boolean;
  /** Whether a neuron that commits anew loses the bonds to it, in the epoch's own block too (`do_reset_bonds`). */
  readonly mayForgetBonds: boolean;
}

/** Reads what an epoch left, from the state after its block. */
export async function readStored({ netuid, hotkeys }: EpochState, after: StateView): Promise<StoredEpoch> {
  const one = <T>(item: string) => after.get<T>(PALLET, item, [netuid]);
  const [now, count, mayForgetBonds, emission] = await Promise.all([
    readHotkeys(netuid, after),
    one<number>("MechanismCountCurrent"),
    one<boolean>("BondsResetOn"),
    one<bigint[]>("Emission"),
  ]);
  const [consensus, dividends, validatorTrust, stakeWeight, permits, active] = await Promise.all([
    one<number[]>("Consensus"),
    one<number[]>("Dividends"),
    one<number[]>("ValidatorTrust"),
    one<number[]>("StakeWeight"),
    one<boolean[]>("ValidatorPermit"),
    one<boolean[]>("Active"),
  ]);
  const indices = Array.from({ length: count }, (_, mechanism) => mechanismIndex(netuid, mechanism));
  const mechanisms = await Promise.all(
    indices.map(async (index) => ({
      incentive: await after.get<number[]>(PALLET, "Incentive", [index]),
      bonds: await readRows("Bonds", index, now.length, after),
    })),
  );
  const uids = new Map(now.map((hotkey, uid) => [hotkey, uid]));
  return {
    ...{ consensus, dividends, validatorTrust, stakeWeight, permits, active, emission, mechanisms, mayForgetBonds },
    places: hotkeys.map((hotkey) => uids.get(hotkey)),
    isTrimmed: now.length < hotkeys.length,
  };
}
