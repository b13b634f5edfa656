import {
  accountId,
  bytes,
  type CallValue,
  type Context,
  call,
  compact,
  constant,
  createRuntime,
  Digest,
  DispatchError,
  DispatchEventInfo,
  DispatchFailure,
  type DispatchInfo,
  dispatchError,
  Era,
  EventRecord,
  ensure,
  ensureNone,
  ensureRoot,
  ensureSigned,
  enumeration,
  errors,
  events,
  extension,
  hashers as h,
  h256,
  invalid,
  MultiAddress,
  map,
  newtype,
  option,
  outer,
  pallet,
  type RuntimeDefinition,
  runtimeApi,
  type SystemInterface,
  storage,
  struct,
  type TransactionExtension,
  tuple,
  u8,
  u32,
  u64,
  u128,
  unit,
  value,
  vec,
  weight,
  ZERO_HASH,
} from "../index.ts";

// A small runtime whose pallets and extensions have the names, indices and types of Bittensor's.

const AccountInfo = struct("frame_system::AccountInfo", {
  nonce: u32,
  consumers: u32,
  providers: u32,
  sufficients: u32,
  data: struct("pallet_balances::types::AccountData", { free: u64, reserved: u64, frozen: u64, flags: u128 }),
});
const NEW_ACCOUNT = {
  nonce: 0,
  consumers: 0,
  providers: 0,
  sufficients: 0,
  data: { free: 0n, reserved: 0n, frozen: 0n, flags: 0n },
};

export const System = storage("System", {
  Account: map(h.blake2_128Concat, accountId, AccountInfo, { default: NEW_ACCOUNT, docs: "Accounts." }),
  ExtrinsicCount: value(u32, { optional: true }),
  BlockHash: map(h.twox64Concat, u32, h256, { default: ZERO_HASH }),
  Number: value(u32, { default: 0 }),
  Digest: value(Digest, { default: { logs: [] } }),
  Events: value(vec(EventRecord), { default: [] }),
});
const SystemEvents = events("System", {
  ExtrinsicSuccess: [0, { dispatch_info: DispatchEventInfo }],
  ExtrinsicFailed: [1, { dispatch_error: DispatchError, dispatch_info: DispatchEventInfo }],
});
const SystemErrors = errors("System", { InvalidSpecName: 0, CallFiltered: 5 });

const eventInfo = (info: DispatchInfo, w: { refTime: bigint; proofSize: bigint }, paysFee: boolean) => ({
  weight: { ref_time: w.refTime, proof_size: w.proofSize },
  class: ({ normal: "Normal", operational: "Operational", mandatory: "Mandatory" } as const)[info.class],
  pays_fee: paysFee ? ("Yes" as const) : ("No" as const),
});

export const systemInterface: SystemInterface = {
  initialise(ctx, header) {
    System.Number.set(ctx, header.number);
    System.BlockHash.set(ctx, header.number - 1, header.parentHash);
    System.Digest.set(ctx, { logs: [...header.digest] });
    System.Events.kill(ctx);
    System.ExtrinsicCount.set(ctx, 0);
  },
  noteExtrinsic: () => {},
  noteApplied(ctx, index, result, info, post) {
    const dispatch_info = eventInfo(info, post.weight, post.paysFee);
    ctx.depositEvent(
      result.ok
        ? SystemEvents.ExtrinsicSuccess({ dispatch_info })
        : SystemEvents.ExtrinsicFailed({ dispatch_error: result.error, dispatch_info }),
    );
    System.ExtrinsicCount.set(ctx, index + 1);
  },
  noteFinishedExtrinsics: (ctx) => System.ExtrinsicCount.kill(ctx),
  finalise(ctx, list) {
    System.Events.set(ctx, [...list]);
    return { digest: System.Digest.get(ctx).logs };
  },
};

const system = pallet({
  name: "System",
  index: 0,
  module: "frame_system::pallet",
  storage: System,
  events: SystemEvents,
  errors: SystemErrors,
  constants: { SS58Prefix: constant(u8, 42) },
  calls: {
    remark: call({
      index: 0,
      args: { remark: bytes },
      weight: weight(10n),
      run: (_ctx, origin) => void ensureSigned(origin),
    }),
  },
});

const Now = storage("Timestamp", { Now: value(u64, { default: 0n }) });
const timestamp = pallet({
  name: "Timestamp",
  index: 2,
  storage: Now,
  calls: {
    set: call({
      index: 0,
      args: { now: compact(u64) },
      weight: weight(1n),
      class: "mandatory",
      run(ctx, origin, { now }) {
        ensureNone(origin);
        ensure(now > Now.Now.get(ctx), dispatchError.other("time goes on"));
        Now.Now.set(ctx, now);
      },
    }),
  },
  inherent: {
    create: (_ctx, data) => {
      const now = data.get("timstap0");
      return now && { type: "Timestamp", value: { type: "set", value: { now: u64.codec.decode(now) } } };
    },
    isInherent: (given) => given.type === "Timestamp",
  },
});

export const Balances = events("Balances", {
  Transfer: [2, { from: accountId, to: accountId, amount: u64 }],
});
export const BalancesErrors = errors("Balances", { InsufficientBalance: [2, "Balance too low."], Panicked: 3 });

function move(ctx: Context, from: `0x${string}`, to: `0x${string}`, amount: bigint): void {
  const add = (who: `0x${string}`, change: bigint) =>
    System.Account.mutate(ctx, who, (a) => ({ ...a, data: { ...a.data, free: a.data.free + change } }));
  add(to, amount);
  ctx.depositEvent(Balances.Transfer({ from, to, amount }));
  ensure(System.Account.get(ctx, from).data.free >= amount, BalancesErrors.InsufficientBalance);
  add(from, -amount);
}

const balances = pallet({
  name: "Balances",
  index: 5,
  generics: { calls: ["T", "I"], events: ["T", "I"], errors: ["T", "I"] },
  events: Balances,
  errors: BalancesErrors,
  constants: { ExistentialDeposit: constant(u64, 500n, "Least balance.") },
  calls: {
    transfer_keep_alive: call({
      index: 3,
      args: { dest: MultiAddress, value: compact(u64) },
      weight: weight(1_000n),
      docs: "Moves value to another account.",
      run(ctx, origin, { dest, value: amount }) {
        const from = ensureSigned(origin);
        if (dest.type !== "Id") throw dispatchError.cannotLookup();
        move(ctx, from, dest.value, amount);
        return { actualWeight: weight(900n) };
      },
    }),
    panic: call({
      index: 4,
      args: {},
      weight: weight(1n),
      run(ctx) {
        System.Number.set(ctx, 999);
        throw new TypeError("a mistake");
      },
    }),
  },
  hooks: {
    genesis(ctx, genesis) {
      for (const [who, free] of (genesis as unknown as FixtureGenesis).balances ?? []) {
        System.Account.set(ctx, who, { ...NEW_ACCOUNT, providers: 1, data: { ...NEW_ACCOUNT.data, free } });
      }
    },
  },
});

export interface FixtureGenesis {
  readonly balances?: readonly (readonly [`0x${string}`, bigint])[];
}

const utility = pallet({
  name: "Utility",
  index: 11,
  calls: {
    batch_all: call({
      index: 2,
      args: { calls: vec(outer.call) },
      weight: ({ calls }, ctx) => ({
        refTime: calls.reduce((sum, inner) => sum + ctx.dispatchInfo(inner).weight.refTime, 0n),
        proofSize: 0n,
      }),
      run(ctx, origin, { calls }) {
        for (const inner of calls) ctx.dispatch(origin, inner);
      },
    }),
    /** Goes on after a failure. */
    force_batch: call({
      index: 4,
      args: { calls: vec(outer.call) },
      weight: weight(5n),
      run(ctx, origin, { calls }) {
        for (const inner of calls) {
          try {
            ctx.dispatch(origin, inner);
          } catch (error) {
            if (!(error instanceof DispatchFailure)) throw error;
          }
        }
      },
    }),
    root_only: call({ index: 9, args: {}, weight: weight(1n), run: (_ctx, origin) => ensureRoot(origin) }),
  },
  apis: [
    runtimeApi("AccountNonceApi", 1, {
      account_nonce: {
        args: { account: accountId },
        result: u32,
        run: (ctx, { account }) => System.Account.get(ctx, account).nonce,
      },
    }),
  ],
});

const empty = (identifier: string, path: string) => extension({ identifier, type: struct(path, {}), additional: unit });
const Mode = enumeration("frame_metadata_hash_extension::Mode", { Disabled: [0], Enabled: [1] });

/** The thirteen extensions: those with bytes or implicit data do what clients depend on, the fee is one rao. */
export const extensions: TransactionExtension[] = [
  empty("CheckNonZeroSender", "frame_system::extensions::check_non_zero_sender::CheckNonZeroSender"),
  extension({
    identifier: "CheckSpecVersion",
    type: struct("frame_system::extensions::check_spec_version::CheckSpecVersion", {}),
    additional: u32,
    implicit: (_value, env) => env.specVersion,
  }),
  extension({
    identifier: "CheckTxVersion",
    type: struct("frame_system::extensions::check_tx_version::CheckTxVersion", {}),
    additional: u32,
    implicit: (_value, env) => env.transactionVersion,
  }),
  extension({
    identifier: "CheckGenesis",
    type: struct("frame_system::extensions::check_genesis::CheckGenesis", {}),
    additional: h256,
    implicit: (_value, env) => env.genesisHash,
  }),
  extension({
    identifier: "CheckMortality",
    type: newtype("frame_system::extensions::check_mortality::CheckMortality", Era),
    additional: h256,
    implicit: (era, env) => (era.type === "Immortal" ? env.genesisHash : env.blockHash(era.value.phase)!),
  }),
  extension({
    identifier: "CheckNonce",
    type: newtype("node_subtensor_runtime::check_nonce::CheckNonce", compact(u32)),
    additional: unit,
    validate(ctx, who, _call, nonce) {
      if (nonce < System.Account.get(ctx, who).nonce) throw invalid("Stale");
      return { provides: [tuple(accountId, u32).codec.encode([who, nonce])] };
    },
    prepare(ctx, who) {
      System.Account.mutate(ctx, who, (account) => ({ ...account, nonce: account.nonce + 1 }));
    },
  }),
  empty("CheckWeight", "frame_system::extensions::check_weight::CheckWeight"),
  extension({
    identifier: "ChargeTransactionPayment",
    type: newtype("pallet_transaction_payment::ChargeTransactionPayment", compact(u64)),
    additional: unit,
    prepare(ctx, who, given: CallValue, tip) {
      const { paysFee } = ctx.dispatchInfo(given);
      const fee = paysFee ? 1n + tip : 0n;
      const account = System.Account.get(ctx, who);
      if (account.data.free < fee) throw invalid("Payment");
      System.Account.set(ctx, who, { ...account, data: { ...account.data, free: account.data.free - fee } });
    },
  }),
  empty("SudoTransactionExtension", "node_subtensor_runtime::SudoTransactionExtension"),
  empty("CheckShieldedTxValidity", "pallet_shield::CheckShieldedTxValidity"),
  empty("SubtensorTransactionExtension", "pallet_subtensor::SubtensorTransactionExtension"),
  empty("DrandPriority", "pallet_drand::DrandPriority"),
  extension({
    identifier: "CheckMetadataHash",
    type: struct("frame_metadata_hash_extension::CheckMetadataHash", { mode: Mode }),
    additional: option(h256),
    implicit: () => undefined,
  }),
];

/** Values of the extensions for an immortal transaction without tip. */
export function extraOf(nonce: number, era: unknown = { type: "Immortal" }): unknown[] {
  return [{}, {}, {}, {}, era, nonce, {}, 0n, {}, {}, {}, {}, { mode: { type: "Disabled" } }];
}

export function fixture(overrides: Partial<RuntimeDefinition> = {}) {
  return createRuntime({
    version: {
      specName: "node-subtensor",
      implName: "node-subtensor",
      authoringVersion: 1,
      specVersion: 402,
      implVersion: 1,
      transactionVersion: 1,
      systemVersion: 1,
    },
    config: {} as RuntimeDefinition["config"],
    pallets: [utility, system, balances, timestamp],
    system: systemInterface,
    extensions,
    ...overrides,
  });
}
