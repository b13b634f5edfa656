/** The commands that speak to a chain, against a node in this process that makes a block for every transaction. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Node } from "@myelin/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ran, run } from "../testing.ts";

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const TAO = 1_000_000_000n;

let folder: string;
let node: Node;
/** Runs a command against the node, with the wallets of this test. */
let on: (line: string) => Promise<Ran>;

async function json<T = Record<string, string>>(line: string): Promise<T> {
  const { code, out, err } = await on(`${line} --json`);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as T;
}

async function fails(line: string): Promise<string> {
  const { code, out, err } = await on(line);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  return err;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-commands-"));
  node = await Node.start({ dir: join(folder, "node"), sealing: "instant", rpc: { port: 0 } });
  const wallets = join(folder, "wallets");
  on = (line) => {
    const words = line.split(" ");
    return run(...words, "--url", node.rpc!.url, ...(takesWallet(words) ? ["--wallet-path", wallets] : []));
  };
  for (const name of ["ada", "grace"]) await run("wallet", "create", name, "--wallet-path", wallets, "--json");
});
afterAll(async () => {
  await node.stop();
  await rm(folder, { recursive: true });
});

/** Commands that only look at the chain have no wallet options. */
function takesWallet([command, action]: string[]): boolean {
  if (command === "metagraph" || command === "time") return false;
  if (command === "weights") return action === "set";
  return command !== "subnet" || !["list", "show"].includes(action!);
}

describe("balance, faucet, transfer", () => {
  it("knows accounts by address and by name", async () => {
    expect((await json(`balance ${ALICE}`))["freeRao"]).toBe((1_000_000n * TAO).toString());
    expect((await json("balance ada"))["freeRao"]).toBe("0");
  });

  it("funds and sends; amounts and fee add up", async () => {
    expect((await json("faucet ada --amount 3000"))["freeRao"]).toBe((3_000n * TAO).toString());
    const { feeRao, amountRao, block } = await json("transfer grace 12.5 --wallet ada");
    expect(amountRao).toBe("12500000000");
    expect(Number(block)).toBeGreaterThan(0);
    expect((await json("balance grace"))["freeRao"]).toBe("12500000000");
    expect((await json("balance ada"))["freeRao"]).toBe((3_000n * TAO - 12_500_000_000n - BigInt(feeRao!)).toString());
  });

  it("refuses before it signs what cannot be paid", async () => {
    const { number } = node.chain.head();
    expect(await fails("transfer ada 13 --wallet grace")).toMatch(
      /holds 12\.5 τ; 13 τ and a fee of .* τ are needed\.\n$/,
    );
    expect(node.chain.head().number).toBe(number);
  });

  it("tells people in a sentence", async () => {
    expect((await on("faucet grace --amount 7.5")).out).toMatch(/^5\w{47} got 7\.5 τ and has 20 τ now\.\n$/);
  });
});

describe("a subnet's life", () => {
  const NETUID = 2;

  it("is created, started once, by its owner only", async () => {
    expect(await fails("subnet create --wallet grace")).toContain("CannotAffordLockCost");
    expect((await json<{ netuid: number }>("subnet create --wallet ada")).netuid).toBe(NETUID);
    expect(await fails(`stake add 10 --wallet ada --netuid ${NETUID}`)).toContain('"myelin subnet start"');
    expect(await fails(`subnet start ${NETUID} --wallet grace`)).toContain("choose the owner's wallet");
    await json(`subnet start ${NETUID} --wallet ada`);
    expect(await fails(`subnet start ${NETUID} --wallet ada`)).toContain("started already");
    expect(await fails("subnet start 9 --wallet ada")).toContain('There is no subnet 9. See "myelin subnet list".');
  });

  it("registers neurons, once each, at a price that is told", async () => {
    expect(await fails(`subnet register ${NETUID} --wallet grace --max-price 0.5`)).toContain("Raise --max-price");
    const { uid, paidRao } = await json<{ uid: number; paidRao: string }>(`subnet register ${NETUID} --wallet grace`);
    expect(uid).toBe(1);
    expect(BigInt(paidRao)).toBeGreaterThan(TAO / 2n);
    expect(await json(`subnet register ${NETUID} --wallet grace`)).toMatchObject({ uid: 1, already: true });
  });

  it("takes stake and gives it back", async () => {
    const added = await json(`stake add 100 --wallet ada --netuid ${NETUID}`);
    const listed = await json<{ netuid: number; hotkey: string; stakeRao: string }[]>("stake list ada");
    expect(listed.find(({ netuid }) => netuid === NETUID)).toMatchObject({
      hotkey: added["hotkey"],
      stakeRao: added["stakeRao"],
    });
    const { removedRao, stakeRao } = await json(`stake remove 5 --wallet ada --netuid ${NETUID}`);
    expect(removedRao).toBe("5000000000");
    expect(BigInt(stakeRao!)).toBeLessThan(BigInt(added["stakeRao"]!));
    expect(await fails(`stake remove 1000000 --wallet ada --netuid ${NETUID}`)).toContain("remove at most that");
  });

  it("gives a permit at the epoch that time jumps to, and takes weights then", async () => {
    expect(await fails(`weights set 1=1 --wallet ada --netuid ${NETUID}`)).toContain("SettingWeightsTooFast");
    await json(`time jump --epoch ${NETUID}`);
    expect(await fails(`weights set 0=1 --wallet grace --netuid ${NETUID}`)).toContain("NeuronNoValidatorPermit");
    const { neurons } = await json<{ neurons: { uid: number; validatorPermit: boolean }[] }>(`metagraph ${NETUID}`);
    expect(neurons.map(({ validatorPermit }) => validatorPermit)).toEqual([true, false]);
    await json(`weights set 1=0.25 0=0.75 --wallet ada --netuid ${NETUID}`);
    const [given] = await json<{ validator: number; weights: { uid: number; share: number }[] }[]>(
      `weights show ${NETUID}`,
    );
    expect(given!.validator).toBe(0);
    expect(given!.weights.find(({ uid }) => uid === 1)!.share).toBeCloseTo(0.25, 3);
  });

  it("is shown", async () => {
    const list = await json<{ netuid: number; ownerColdkey: string }[]>("subnet list");
    const { address } = await json("balance ada");
    expect(list.find(({ netuid }) => netuid === NETUID)!.ownerColdkey).toBe(address);
    expect((await on(`subnet show ${NETUID}`)).out).toContain("2 of 256");
    expect((await on(`metagraph ${NETUID}`)).out.trimEnd().split("\n")).toHaveLength(4);
  });
});

describe("time", () => {
  it("steps, pauses, resumes and changes its pace", async () => {
    const { head } = await json<{ head: number }>("time status");
    expect(await json("time step 3")).toMatchObject({ head: head + 3 });
    expect(await json(`time jump --block ${head + 10}`)).toMatchObject({ head: head + 10 });
    expect(await json("time pause")).toMatchObject({ paused: true });
    expect((await on("time resume")).out).toBe(`Block ${head + 10}; a block for every transaction.\n`);
    expect(await json("time block-time 250")).toMatchObject({ blockTime: 250 });
    expect(await fails(`time jump --block ${head}`)).toContain("Jump to a block after");
    expect(await fails("time jump")).toContain("--block NUMBER or --epoch NETUID");
  });
});
