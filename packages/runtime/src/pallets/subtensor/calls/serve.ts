import { bytes, call, u8, u16, u32, u128 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doServeAxon, doServePrometheus } from "../subnets/serving.ts";
import { NetUid } from "../types.ts";

const endpoint = { netuid: NetUid, version: u32, ip: u128, port: u16, ip_type: u8 };
const axonEndpoint = { ...endpoint, protocol: u8, placeholder1: u8, placeholder2: u8 };

export const serve_axon = call({
  index: 4,
  args: axonEndpoint,
  weight: weight(31_278_000n, 4_178n, 3, 1),
  pays: false,
  docs: "Announces the endpoint at which the caller's neuron answers.",
  run(ctx, origin, { netuid, ...axon }) {
    doServeAxon(ctx, origin, netuid, axon);
  },
});

export const serve_axon_tls = call({
  index: 40,
  args: { ...axonEndpoint, certificate: bytes },
  weight: weight(30_617_000n, 4_149n, 3, 1),
  pays: false,
  docs: "Announces an endpoint and the certificate it identifies itself with.",
  run(ctx, origin, { netuid, certificate, ...axon }) {
    doServeAxon(ctx, origin, netuid, axon, certificate);
  },
});

export const serve_prometheus = call({
  index: 5,
  args: endpoint,
  weight: weight(29_294_000n, 4_277n, 3, 1),
  pays: false,
  docs: "Announces the endpoint at which the caller's neuron tells its metrics.",
  run(ctx, origin, { netuid, ...prometheus }) {
    doServePrometheus(ctx, origin, netuid, prometheus);
  },
});
