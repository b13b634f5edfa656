import { type AccountId, signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../../testing/harness.ts";
import { S } from "../storage.ts";

const alice = account("Alice");
const hotkey = account("hotkey");
const SUBNET = 1;
const LOOPBACK = 0x7f000001n;

const axon = {
  netuid: SUBNET,
  version: 3,
  ip: 0x01020304n,
  port: 8_091,
  ip_type: 4,
  protocol: 4,
  placeholder1: 1,
  placeholder2: 2,
};
const { protocol, placeholder1, placeholder2, ...prometheus } = axon;

let chain: TestChain;
function open(config: ConstructorParameters<typeof TestChain>[0] = {}): void {
  chain = new TestChain(config);
  chain.call(signed(alice), "SubtensorModule", "burned_register", { netuid: SUBNET, hotkey });
}
beforeEach(() => open());

const serve = (changes: Partial<typeof axon> = {}, who: AccountId = hotkey) =>
  chain.failure(signed(who), "SubtensorModule", "serve_axon", { ...axon, ...changes });
const measure = (changes: Partial<typeof prometheus> = {}, who: AccountId = hotkey) =>
  chain.failure(signed(who), "SubtensorModule", "serve_prometheus", { ...prometheus, ...changes });

describe("an axon", () => {
  it("is stored with its block and announced", () => {
    expect(serve()).toBeUndefined();
    const { netuid, ...stored } = axon;
    expect(S.Axons.get(chain.ctx, netuid, hotkey)).toEqual({ block: 1n, ...stored });
    expect(chain.eventsOf("SubtensorModule", "AxonServed")).toEqual([[SUBNET, hotkey]]);
  });

  it("is refused in the chain's order", () => {
    expect(serve({}, alice)).toBe("SubtensorModule.HotKeyNotRegisteredInNetwork");
    expect(serve({ ip_type: 5, port: 0 })).toBe("SubtensorModule.InvalidIpType");
    expect(serve({ ip: 0xffffffffn, port: 0 })).toBe("SubtensorModule.InvalidIpAddress");
    expect(serve({ ip_type: 6, ip: (1n << 128n) - 1n })).toBe("SubtensorModule.InvalidIpAddress");
    expect(serve({ port: 0 })).toBe("SubtensorModule.InvalidPort");
    expect(serve({ ip: 0n })).toBeUndefined();
    expect(serve({ port: 0 })).toBe("SubtensorModule.ServingRateLimitExceeded");
    chain.nextBlock(Number(chain.config.initialServingRateLimit));
    expect(serve()).toBeUndefined();
  });

  it("is not limited where the limit is 0", () => {
    S.ServingRateLimit.set(chain.ctx, SUBNET, 0n);
    expect(serve()).toBeUndefined();
    expect(serve()).toBeUndefined();
  });

  it("may be on this machine on a development network only", () => {
    expect(serve({ ip: LOOPBACK })).toBeUndefined();
    open({ config: { acceptLoopbackAxons: false } });
    expect(serve({ ip: LOOPBACK })).toBe("SubtensorModule.InvalidIpAddress");
    expect(serve({ ip_type: 6, ip: 1n })).toBe("SubtensorModule.InvalidIpAddress");
  });

  it("may bring a certificate; what cannot be one is passed over", () => {
    const tls = (certificate: Uint8Array) =>
      chain.call(signed(hotkey), "SubtensorModule", "serve_axon_tls", { ...axon, certificate });
    S.ServingRateLimit.set(chain.ctx, SUBNET, 0n);
    tls(new Uint8Array(66));
    tls(new Uint8Array());
    expect(S.NeuronCertificates.get(chain.ctx, SUBNET, hotkey)).toBeUndefined();
    tls(Uint8Array.of(7, 1, 2, 3));
    expect(S.NeuronCertificates.get(chain.ctx, SUBNET, hotkey)).toEqual({
      algorithm: 7,
      public_key: Uint8Array.of(1, 2, 3),
    });
  });
});

describe("a metrics endpoint", () => {
  it("is stored with its block and announced", () => {
    expect(measure()).toBeUndefined();
    const { netuid, ...stored } = prometheus;
    expect(S.Prometheus.get(chain.ctx, netuid, hotkey)).toEqual({ block: 1n, ...stored });
    expect(chain.eventsOf("SubtensorModule", "PrometheusServed")).toEqual([[SUBNET, hotkey]]);
  });

  it("is refused in the chain's order", () => {
    expect(measure({ ip_type: 3, ip: 0n }, alice)).toBe("SubtensorModule.InvalidIpType");
    expect(measure({ ip: 0n }, alice)).toBe("SubtensorModule.InvalidIpAddress");
    expect(measure({}, alice)).toBe("SubtensorModule.HotKeyNotRegisteredInNetwork");
    expect(measure({ port: 0 })).toBe("SubtensorModule.InvalidPort");
    expect(measure()).toBeUndefined();
    expect(measure({ port: 0 })).toBe("SubtensorModule.ServingRateLimitExceeded");
  });
});
