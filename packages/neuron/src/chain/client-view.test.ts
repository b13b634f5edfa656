import type { Client } from "@myelin/client";
import { describe, expect, it } from "vitest";
import { alice, bob } from "../testing/neurons.fixture.ts";
import { clientView } from "./client-view.ts";

const lists = {
  ...{ active: [true], validator_permit: [true], last_update: [5n], emission: [0n], dividends: [0], incentives: [9] },
  ...{ consensus: [0], trust: [0], rank: [0], block_at_registration: [4n], alpha_stake: [0n], tao_stake: [0n] },
  total_stake: [7n],
};

/** A client whose chain knows one subnet with one neuron, accounts written `0x…`. */
function client(): Client {
  const raw = {
    ...lists,
    ...{
      name: [116],
      block: 6n,
      tempo: 20,
      last_step: 0n,
      blocks_since_last_step: 6n,
      commit_reveal_weights_enabled: false,
    },
    ...{
      owner_hotkey: bob.accountId,
      owner_coldkey: bob.accountId,
      hotkeys: [alice.accountId],
      coldkeys: [bob.accountId],
    },
    axons: [{ block: 1n, version: 1, ip: 0x7f000001n, port: 8091, ip_type: 4, protocol: 4 }],
  };
  return {
    callApi: async () => raw,
    blockHash: async (number: number) => `0x0${number}`,
    header: async () => ({ number: 6 }),
    subscribeHeads: async (onHead: (head: { number: number }) => void) => {
      onHead({ number: 7 });
      return { stop: async () => {} };
    },
  } as unknown as Client;
}

describe("the chain through a client", () => {
  it("names accounts by address, as the wire does", async () => {
    const metagraph = await clientView(client()).metagraph(1);
    expect(metagraph.neurons[0]).toMatchObject({ uid: 0, hotkey: alice.address, coldkey: bob.address, totalStake: 7n });
    expect(metagraph.neurons[0].axon).toMatchObject({ ip: "127.0.0.1", port: 8091 });
    expect([metagraph.ownerHotkey, metagraph.ownerColdkey]).toEqual([bob.address, bob.address]);
  });

  it("counts blocks", async () => {
    const view = clientView(client());
    const heads: number[] = [];
    const stop = await view.onHead(
      (block) => heads.push(block),
      () => {},
    );
    await stop();
    expect([await view.head(), ...heads]).toEqual([6, 7]);
    expect(await view.genesis()).toBe("0x00");
  });
});
