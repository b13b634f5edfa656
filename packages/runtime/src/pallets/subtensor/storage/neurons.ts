import { accountId, bool, doubleMap, hashers as h, h160, map, tuple, u16, u64, vec, ZERO_ACCOUNT } from "@myelin/frame";
import { AlphaBalance, AxonInfo, NetUid, NetUidStorageIndex, NeuronCertificate, PrometheusInfo } from "../types.ts";

/** Neurons: identity on the subnet, consensus vectors, weights, bonds, endpoints. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const neuronsStorage = {
  Uids: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, u16, {
    optional: true,
    docs: "Uid of a hotkey on the subnet.",
  }),
  Keys: doubleMap(h.identity, NetUid, h.identity, u16, accountId, {
    default: ZERO_ACCOUNT,
    docs: "Hotkey of a uid on the subnet.",
  }),
  BlockAtRegistration: doubleMap(h.identity, NetUid, h.identity, u16, u64, {
    default: 0n,
    docs: "Block at which the neuron registered.",
  }),
  Active: map(h.identity, NetUid, vec(bool), {
    default: [],
    docs: "Whether each neuron set weights within the activity cutoff.",
  }),
  StakeWeight: map(h.identity, NetUid, vec(u16), {
    default: [],
    docs: "Each neuron's share of the subnet's stake weight, parts of 65535.",
  }),
  Consensus: map(h.identity, NetUid, vec(u16), {
    default: [],
    docs: "Each neuron's consensus weight, parts of 65535.",
  }),
  Incentive: map(h.identity, NetUidStorageIndex, vec(u16), {
    default: [],
    docs: "Each neuron's incentive in a mechanism, parts of 65535.",
  }),
  Dividends: map(h.identity, NetUid, vec(u16), { default: [], docs: "Each neuron's dividend, parts of 65535." }),
  Emission: map(h.identity, NetUid, vec(AlphaBalance), { default: [], docs: "Alpha the last epoch gave each neuron." }),
  ValidatorTrust: map(h.identity, NetUid, vec(u16), {
    default: [],
    docs: "Each neuron's validator trust, parts of 65535.",
  }),
  ValidatorPermit: map(h.identity, NetUid, vec(bool), { default: [], docs: "Whether each neuron may validate." }),
  LastUpdate: map(h.identity, NetUidStorageIndex, vec(u64), {
    default: [],
    docs: "Block at which each neuron last set weights in a mechanism.",
  }),
  Weights: doubleMap(h.identity, NetUidStorageIndex, h.identity, u16, vec(tuple(u16, u16)), {
    default: [],
    docs: "Weights a neuron set in a mechanism, as (uid, weight) in the order given.",
  }),
  Bonds: doubleMap(h.identity, NetUidStorageIndex, h.identity, u16, vec(tuple(u16, u16)), {
    default: [],
    docs: "Bonds of a neuron in a mechanism, as (uid, bond).",
  }),
  Axons: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, AxonInfo, {
    optional: true,
    docs: "Endpoint a neuron serves.",
  }),
  Prometheus: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, PrometheusInfo, {
    optional: true,
    docs: "Metrics endpoint a neuron serves.",
  }),
  NeuronCertificates: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, NeuronCertificate, {
    optional: true,
    docs: "TLS certificate of a neuron's endpoint.",
  }),
  VotingPower: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, u64, {
    default: 0n,
    docs: "Smoothed stake of a validator that tracks voting power.",
  }),
  AssociatedEvmAddress: doubleMap(h.twox64Concat, NetUid, h.twox64Concat, u16, tuple(h160, u64), {
    optional: true,
    docs: "Ethereum address a neuron is associated with, and the block of that.",
  }),
};
