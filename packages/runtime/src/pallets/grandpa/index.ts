import {
  type Context,
  constant,
  enumeration,
  errors,
  events,
  type GenesisConfig,
  hashers as h,
  hexNewtype,
  map,
  option,
  pallet,
  runtimeApi,
  storage,
  struct,
  tuple,
  u32,
  u64,
  value,
  vec,
  weakBoundedVec,
} from "@myelin/frame";

import { SessionKeys } from "./session_keys.ts";

/** Public key of a finality voter (ed25519). */
const GrandpaId = hexNewtype("sp_consensus_grandpa::app::Public", 32);
const AuthorityList = vec(tuple(GrandpaId, u64));
const Authorities = weakBoundedVec(tuple(GrandpaId, u64));
const scheduled = { scheduled_at: u32, delay: u32 };
const number = [{ name: "N", type: u32 }];

const StoredState = enumeration(
  "pallet_grandpa::StoredState",
  { Live: [0], PendingPause: [1, scheduled], Paused: [2], PendingResume: [3, scheduled] },
  { params: number },
);
const StoredPendingChange = struct(
  "pallet_grandpa::StoredPendingChange",
  { ...scheduled, next_authorities: Authorities, forced: option(u32) },
  { params: [...number, { name: "Limit" }] },
);

/**
 * `substrate/frame/grandpa/src/lib.rs`, storage: the finality voters, mirrored where a Substrate chain keeps them.
 * Finality itself is the consensus engine's; nothing here votes.
 */
export const S = storage("Grandpa", {
  State: value(StoredState, { default: { type: "Live" }, docs: "State of the current authority set." }),
  PendingChange: value(StoredPendingChange, { optional: true, docs: "Authority change that waits for its block." }),
  NextForced: value(u32, { optional: true, docs: "First block at which another forced change may be signalled." }),
  Stalled: value(tuple(u32, u32), {
    optional: true,
    docs: "Set when finality stalled: delay and best finalized block.",
  }),
  CurrentSetId: value(u64, { default: 0n, docs: "Number of the authority set, up by one with each change." }),
  SetIdSession: map(h.twox64Concat, u64, u32, { optional: true, docs: "Session of an authority set." }),
  Authorities: value(Authorities, { default: [], docs: "Finality voters and their weights." }),
});

export const E = events("Grandpa", {
  NewAuthorities: [0, { authority_set: AuthorityList }],
  Paused: [1],
  Resumed: [2],
});

export const Err = errors("Grandpa", {
  PauseFailed: 0,
  ResumeFailed: 1,
  ChangePending: 2,
  TooSoon: 3,
  InvalidKeyOwnershipProof: 4,
  InvalidEquivocationProof: 5,
  DuplicateOffenceReport: 6,
});

const GrandpaApi = runtimeApi("GrandpaApi", 3, {
  grandpa_authorities: {
    args: {},
    result: AuthorityList,
    docs: "Finality voters and their weights.",
    run: (ctx) => S.Authorities.get(ctx),
  },
  current_set_id: {
    args: {},
    result: u64,
    docs: "Number of the current authority set.",
    run: (ctx) => S.CurrentSetId.get(ctx),
  },
});

/** The finality voters (index 4); equivocation reports cannot succeed on the chain and are absent. */
export const grandpa = pallet({
  name: "Grandpa",
  index: 4,
  generics: { events: [] },
  storage: S,
  events: E,
  errors: Err,
  constants: {
    MaxAuthorities: constant(u32, 32),
    MaxNominators: constant(u32, 20),
    MaxSetIdSessionEntries: constant(u64, 0n),
  },
  hooks: {
    genesis(ctx: Context, genesis: GenesisConfig) {
      S.Authorities.set(
        ctx,
        genesis.authorities.map((keys) => [keys.grandpa, 1n]),
      );
      S.SetIdSession.set(ctx, 0n, 0);
    },
  },
  apis: [GrandpaApi, SessionKeys],
});
