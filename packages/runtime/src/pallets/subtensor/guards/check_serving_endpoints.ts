import { type Axon, type Prometheus, validateServeAxon, validateServePrometheus } from "../subnets/serving.ts";
import { guardOf } from "./guard.ts";

/**
 * Endpoints that cannot be reached, or are announced too often, do not get into a block.
 * Source: `pallets/subtensor/src/guards/check_serving_endpoints.rs`.
 */
export const checkServingEndpoints = guardOf(
  "CheckServingEndpoints",
  ["serve_axon", "serve_axon_tls", "serve_prometheus"],
  (ctx, who, call, args) => {
    const netuid = args["netuid"] as number;
    if (call === "serve_prometheus") validateServePrometheus(ctx, who, netuid, args as unknown as Prometheus);
    else validateServeAxon(ctx, who, netuid, args as unknown as Axon);
  },
);
