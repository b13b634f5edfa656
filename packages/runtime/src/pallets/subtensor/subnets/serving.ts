/** Endpoints that neurons announce (`pallets/subtensor/src/subnets/serving.rs`). */
import { type AccountId, type Context, ensure, ensureSigned, type Origin, type ValueOf } from "@myelin/frame";
import { satSubU64, U32_MAX, U128_MAX } from "../../../arithmetic.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import type { AxonInfo, NeuronCertificate, PrometheusInfo } from "../types.ts";
import { isHotkeyRegisteredOnNetwork } from "./uids.ts";

/** An endpoint as a call states it, without the block. */
export type Axon = Omit<ValueOf<typeof AxonInfo>, "block">;
export type Prometheus = Omit<ValueOf<typeof PrometheusInfo>, "block">;

const IPV4_LOOPBACK = 0x7f000001n;
const IPV6_LOOPBACK = 1n;
/** Bytes of a certificate: one for the algorithm and up to 64 of the public key. */
const MAX_CERTIFICATE_LENGTH = 65;

/**
 * Whether an address can be reached from outside. A network of one machine takes its loopback as well (option
 * `acceptLoopbackAxons`, for development only).
 */
function isValidIpAddress(ctx: Context, ipType: number, ip: bigint, allowZero: boolean): boolean {
  if (ip === 0n) return allowZero;
  const [loopback, invalid] = ipType === 4 ? [IPV4_LOOPBACK, ip >= BigInt(U32_MAX)] : [IPV6_LOOPBACK, ip === U128_MAX];
  return !invalid && (ip !== loopback || ctx.config.acceptLoopbackAxons);
}

/** Blocks between two announcements count from the last one; a limit of 0 is none. */
function passesServingLimit(ctx: Context, netuid: number, lastServed: bigint): boolean {
  const limit = S.ServingRateLimit.get(ctx, netuid);
  return limit === 0n || lastServed === 0n || satSubU64(BigInt(ctx.block.number), lastServed) >= limit;
}

/** @throws HotKeyNotRegisteredInNetwork, InvalidIpType, InvalidIpAddress, ServingRateLimitExceeded, InvalidPort */
export function validateServeAxon(ctx: Context, hotkey: AccountId, netuid: number, axon: Axon): void {
  ensure(isHotkeyRegisteredOnNetwork(ctx, netuid, hotkey), Err.HotKeyNotRegisteredInNetwork);
  ensure(axon.ip_type === 4 || axon.ip_type === 6, Err.InvalidIpType);
  ensure(isValidIpAddress(ctx, axon.ip_type, axon.ip, true), Err.InvalidIpAddress);
  const last = S.Axons.get(ctx, netuid, hotkey)?.block ?? 0n;
  ensure(passesServingLimit(ctx, netuid, last), Err.ServingRateLimitExceeded);
  ensure(axon.port !== 0, Err.InvalidPort);
}

/** @throws InvalidIpType, InvalidIpAddress, HotKeyNotRegisteredInNetwork, ServingRateLimitExceeded, InvalidPort */
export function validateServePrometheus(ctx: Context, hotkey: AccountId, netuid: number, prometheus: Prometheus): void {
  ensure(prometheus.ip_type === 4 || prometheus.ip_type === 6, Err.InvalidIpType);
  ensure(isValidIpAddress(ctx, prometheus.ip_type, prometheus.ip, false), Err.InvalidIpAddress);
  ensure(isHotkeyRegisteredOnNetwork(ctx, netuid, hotkey), Err.HotKeyNotRegisteredInNetwork);
  const last = S.Prometheus.get(ctx, netuid, hotkey)?.block ?? 0n;
  ensure(passesServingLimit(ctx, netuid, last), Err.ServingRateLimitExceeded);
  ensure(prometheus.port !== 0, Err.InvalidPort);
}

/** A certificate's first byte names the algorithm; undefined for what is none. */
function parseCertificate(bytes: Uint8Array): ValueOf<typeof NeuronCertificate> | undefined {
  if (bytes.length === 0 || bytes.length > MAX_CERTIFICATE_LENGTH) return undefined;
  return { algorithm: bytes[0]!, public_key: bytes.slice(1) };
}

/** Announces an axon. A certificate that cannot be one is passed over, as on the chain. */
export function doServeAxon(ctx: Context, origin: Origin, netuid: number, axon: Axon, certificate?: Uint8Array): void {
  const hotkey = ensureSigned(origin);
  validateServeAxon(ctx, hotkey, netuid, axon);
  const parsed = certificate && parseCertificate(certificate);
  if (parsed) S.NeuronCertificates.set(ctx, netuid, hotkey, parsed);
  S.Axons.set(ctx, netuid, hotkey, { block: BigInt(ctx.block.number), ...axon });
  ctx.depositEvent(E.AxonServed(netuid, hotkey));
}

export function doServePrometheus(ctx: Context, origin: Origin, netuid: number, prometheus: Prometheus): void {
  const hotkey = ensureSigned(origin);
  validateServePrometheus(ctx, hotkey, netuid, prometheus);
  S.Prometheus.set(ctx, netuid, hotkey, { block: BigInt(ctx.block.number), ...prometheus });
  ctx.depositEvent(E.PrometheusServed(netuid, hotkey));
}
