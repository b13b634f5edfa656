import { fromHex, toHex } from "@myelin/primitives/hex";
import { u32 } from "@myelin/primitives/scale";
import { NODE_VERSION } from "../../node/version.ts";
import { callAt } from "../blocks.ts";
import { localOnly, type Methods, type RpcServices } from "../handler.ts";

/** `system_*`: what this node and its network are (`substrate/client/rpc-api/src/system/mod.rs`). */
export function systemMethods({ chain, sync }: RpcServices): Methods {
  const { spec } = chain;
  return {
    system_name: () => "Myelin",
    system_version: () => NODE_VERSION,
    system_chain: () => spec.name,
    /** `Live` makes Bittensor's command line link to explorers of the main network. */
    system_chainType: () => spec.chainType,
    system_properties: () => spec.properties,
    system_health: () => health({ chain, sync }),
    system_nodeRoles: () => [sync ? "Full" : "Authority"],
    system_peers: () => [],
    system_reservedPeers: () => [],
    system_localListenAddresses: () => [],
    system_syncState: () => {
      const { number } = chain.head();
      const { startingBlock, highestBlock } = sync?.() ?? { startingBlock: 0, highestBlock: number };
      return { startingBlock, currentBlock: number, highestBlock };
    },
    system_accountNextIndex: (params) => {
      const account = params.account(0, "account");
      const onChain = u32.decode(callAt(chain, "AccountNonceApi_account_nonce", fromHex(account)));
      return chain.pool.nextNonce(account, onChain);
    },
    /** What the extrinsic would do to the state of a block, as SCALE of `ApplyExtrinsicResult`. */
    system_dryRun: localOnly((params) => {
      const extrinsic = params.bytes(0, "extrinsic");
      return toHex(callAt(chain, "BlockBuilder_apply_extrinsic", extrinsic, params.optionalHash(1)));
    }),
  };
}

/** More than this many blocks behind, a following node counts as syncing. */
const BEHIND = 5;

/** Also what `GET /health` answers. A node that makes the blocks is never behind, and needs no peers. */
export function health({ chain, sync }: RpcServices) {
  const status = sync?.();
  if (status === undefined) return { peers: 0, isSyncing: false, shouldHavePeers: false };
  const isSyncing = status.highestBlock - chain.head().number > BEHIND;
  return { peers: status.connected ? 1 : 0, isSyncing, shouldHavePeers: true };
}
