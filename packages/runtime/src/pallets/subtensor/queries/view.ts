/** Views of a subnet: structs whose fields each know how they are read, so that runtime APIs share them. */
import { type AccountId, accountId, type Context, struct, type Type } from "@myelin/frame";
import { getStakeWeightsForNetwork } from "../staking/stake_weights.ts";
import { S } from "../storage.ts";

/** A subnet while one question about it is answered. What several fields need is read once. */
export class SubnetView {
  readonly ctx: Context;
  readonly netuid: number;
  /** Storage index of the mechanism that is asked about; the netuid itself for the main one. */
  readonly index: number;
  #hotkeys: AccountId[] | undefined;
  #coldkeys: AccountId[] | undefined;
  #stakeWeights: ReturnType<typeof getStakeWeightsForNetwork> | undefined;

  constructor(ctx: Context, netuid: number, index = netuid) {
    this.ctx = ctx;
    this.netuid = netuid;
    this.index = index;
  }

  /** Hotkeys by uid. */
  get hotkeys(): AccountId[] {
    this.#hotkeys ??= this.forEachUid((uid) => S.Keys.get(this.ctx, this.netuid, uid));
    return this.#hotkeys;
  }

  /** Owners of the hotkeys, by uid. */
  get coldkeys(): AccountId[] {
    this.#coldkeys ??= this.hotkeys.map((hotkey) => S.Owner.get(this.ctx, hotkey));
    return this.#coldkeys;
  }

  /** Stake weights by uid, I64F64 bits. */
  get stakeWeights(): ReturnType<typeof getStakeWeightsForNetwork> {
    this.#stakeWeights ??= getStakeWeightsForNetwork(this.ctx, this.netuid);
    return this.#stakeWeights;
  }

  forEachUid<T>(read: (uid: number) => T): T[] {
    return Array.from({ length: S.SubnetworkN.get(this.ctx, this.netuid) }, (_, uid) => read(uid));
  }
}

export interface Field<T> {
  readonly type: Type<T>;
  read(view: SubnetView): T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type ValuesOf<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export function field<T>(type: Type<T>, read: (view: SubnetView) => T): Field<T> {
  return { type, read };
}

/** Options of structs that the chain declares over any account id. */
export const GENERIC = { params: [{ name: "AccountId", type: accountId }] };

/** A struct of fields, and how it is read. */
export function viewOf<F extends Fields>(path: string, fields: F, options: Parameters<typeof struct>[2] = {}) {
  const entries = Object.entries(fields);
  const types = Object.fromEntries(entries.map(([name, { type }]) => [name, type]));
  return {
    type: struct(path, types, options) as unknown as Type<ValuesOf<F>>,
    read: (view: SubnetView) => Object.fromEntries(entries.map(([name, one]) => [name, one.read(view)])) as ValuesOf<F>,
  };
}

/** The fields with the given names, in their order. */
export function pick<F extends Fields, const N extends readonly (keyof F)[]>(
  fields: F,
  ...names: N
): { [K in N[number]]: F[K] } {
  return Object.fromEntries(names.map((name) => [name, fields[name]])) as { [K in N[number]]: F[K] };
}
