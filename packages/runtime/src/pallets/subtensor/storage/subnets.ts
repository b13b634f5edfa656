import { accountId, bool, bytes, doubleMap, hashers as h, map, u16, u64, vec, ZERO_ACCOUNT } from "@myelin/frame";
import { MechId, NetUid, SubnetIdentityV3, TAO_SYMBOL, TaoBalance } from "../types.ts";

/** Life of a subnet: registration, owner, tempo, membership. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const subnetsStorage = {
  NetworksAdded: map(h.identity, NetUid, bool, { default: false, docs: "Whether the subnet exists." }),
  NetworkRegisteredAt: map(h.identity, NetUid, u64, { default: 0n, docs: "Block at which the subnet was registered." }),
  RegisteredSubnetCounter: map(h.identity, NetUid, u64, {
    default: 0n,
    docs: "How often the netuid has been given to a new subnet.",
  }),
  SubnetLocked: map(h.identity, NetUid, TaoBalance, { default: 0n, docs: "Rao locked by the registration." }),
  LargestLocked: map(h.identity, NetUid, u64, { default: 0n, docs: "Largest lock, as older releases recorded it." }),
  SubnetOwner: map(h.identity, NetUid, accountId, { default: ZERO_ACCOUNT, docs: "Coldkey that owns the subnet." }),
  SubnetOwnerHotkey: map(h.identity, NetUid, accountId, {
    default: ZERO_ACCOUNT,
    docs: "Hotkey that receives the owner's cut.",
  }),
  TokenSymbol: map(h.identity, NetUid, bytes, { default: TAO_SYMBOL, docs: "Symbol of the subnet's alpha, UTF-8." }),
  SubnetIdentitiesV3: map(h.blake2_128Concat, NetUid, SubnetIdentityV3, {
    optional: true,
    docs: "Public description of the subnet.",
  }),
  SubtokenEnabled: map(h.identity, NetUid, bool, {
    default: (c) => c.subtokenEnabled,
    docs: "Whether the subnet's alpha can be traded and staked.",
  }),
  TransferToggle: map(h.identity, NetUid, bool, {
    default: (c) => c.transferToggle,
    docs: "Whether stake of the subnet may change its coldkey.",
  }),
  SubnetworkN: map(h.identity, NetUid, u16, { default: 0, docs: "Number of neurons." }),
  IsNetworkMember: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, bool, {
    default: false,
    docs: "Whether a hotkey is registered on the subnet.",
  }),
  Tempo: map(h.identity, NetUid, u16, {
    default: (c) => c.initialTempo,
    docs: "Blocks between two epochs; 0 stops them.",
  }),
  LastEpochBlock: map(h.identity, NetUid, u64, {
    default: 0n,
    docs: "Block of the last epoch, run or skipped, or of the last reset of the cycle.",
  }),
  PendingEpochAt: map(h.identity, NetUid, u64, {
    default: 0n,
    docs: "Block at which an extra or deferred epoch is due; 0 for none.",
  }),
  SubnetEpochIndex: map(h.identity, NetUid, u64, { default: 0n, docs: "Number of epochs the subnet has passed." }),
  BlocksSinceLastStep: map(h.identity, NetUid, u64, {
    default: 0n,
    docs: "Blocks since an epoch last distributed emission.",
  }),
  LastMechansimStepBlock: map(h.identity, NetUid, u64, {
    default: 0n,
    docs: "Block at which an epoch last distributed emission.",
  }),
  MechanismCountCurrent: map(h.twox64Concat, NetUid, MechId, {
    default: (c) => c.mechanismCountCurrent,
    docs: "Number of mechanisms of the subnet.",
  }),
  MechanismEmissionSplit: map(h.twox64Concat, NetUid, vec(u16), {
    optional: true,
    docs: "Parts of 65535 of the emission that each mechanism receives; equal parts when absent.",
  }),
};
