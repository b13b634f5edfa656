import type { Methods, RpcServices } from "../handler.ts";

/** `chainSpec_v1_*` of the JSON-RPC specification: constant facts of the network. */
export function chainSpecMethods({ chain }: RpcServices): Methods {
  return {
    chainSpec_v1_chainName: () => chain.spec.name,
    chainSpec_v1_genesisHash: () => chain.genesisHash,
    chainSpec_v1_properties: () => chain.spec.properties,
  };
}
