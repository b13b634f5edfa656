import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines, myelin, myelinJson, Running } from "./command-line.ts";

const PORT = "19944";
const NETUID = "2";

interface Milestones {
  readonly listeningMs: number;
  readonly firstBlockMs: number;
  readonly firstWeightsMs: number | null;
  readonly firstRewardMs: number | null;
}
interface UpEvent {
  readonly event: string;
  readonly process?: string;
  readonly block?: number;
  readonly neurons?: {
    name: string;
    role: string;
    state: string;
    bitsPerByte?: number;
    incentive: number;
    stake: string;
  }[];
}

let dir: string;
const network = () => join(dir, "net");
const up = (...more: string[]) =>
  new Running(["up", "--json", "--dir", network(), "--port", PORT, "--block-time", "500ms", ...more]);
const environment = () => ({ MYELIN_URL: PORT, BT_WALLET_PATH: join(dir, "wallets"), HOME: dir });

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "myelin-e2e-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Secrets of all wallets of the network. */
function secrets(): string[] {
  const wallets = join(network(), "wallets");
  const files = readdirSync(wallets).flatMap((name) => [
    join(wallets, name, "coldkey"),
    join(wallets, name, "hotkeys/default"),
  ]);
  return files.flatMap((file) => {
    const { secretPhrase, secretSeed, privateKey } = JSON.parse(readFileSync(file, "utf8"));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    return [secretPhrase, secretSeed.slice(2), privateKey.slice(2)];
  });
}

function logs(): string {
  const folder = join(network(), "logs");
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

describe("myelin up", () => {
  let lastBlock = 0;

  it("brings a network to its first reward and says how long that took", { timeout: 170_000 }, async () => {
    const running = up("--until", "reward");
    const { code, out, err } = await running.ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = jsonLines<UpEvent | Milestones>(out);
    const milestones = lines.at(-1) as Milestones;
    expect(Object.keys(milestones)).toEqual(["listeningMs", "firstBlockMs", "firstWeightsMs", "firstRewardMs"]);
    expect(Object.values(milestones)).toEqual([...Object.values(milestones)].sort((a, b) => a - b));
    const blocks = lines.filter((line): line is UpEvent => "event" in line && line.event === "block");
    const last = blocks.at(-1)!;
    lastBlock = last.block!;
    const miners = last.neurons!.filter(({ name }) => name.startsWith("miner"));
    const still = miners.find(({ name }) => name === "miner-still")!;
    expect(miners).toHaveLength(4);
    expect(miners.some(({ stake }) => BigInt(stake) > 0n)).toBe(true);
    expect(still.incentive).toBeLessThan(0.02);
    const validators = last
      .neurons!.filter(({ name }) => name.startsWith("validator"))
      .map(({ stake }) => BigInt(stake));
    const total = validators.reduce((sum, stake) => sum + stake, 0n);
    expect(validators).toHaveLength(3);
    expect(validators.every((stake) => stake * 2n < total)).toBe(true);
  });

  it("keeps secrets in files that only their owner reads, and nowhere else", () => {
    const found = secrets();
    expect(found.length).toBe(8 * 6);
    const told = logs();
    for (const secret of found) expect(told.includes(secret)).toBe(false);
  });

  it("goes on where it was; a second terminal joins with four commands; all stops at Ctrl-C", {
    timeout: 170_000,
  }, async () => {
    const running = up();
    const miner: Running[] = [];
    try {
      const { block } = await running.line<UpEvent>(({ event }) => event === "block");
      expect(block).toBeGreaterThanOrEqual(lastBlock);

      const env = environment();
      const wallet = await myelinJson<{ coldkey: string; hotkey: string }>(["wallet", "create"], env);
      const funded = await myelinJson<{ freeRao: string }>(["faucet"], env);
      expect(funded.freeRao).toBe("1000000000000");
      const { uid } = await myelinJson<{ uid: number }>(["subnet", "register", NETUID], env);
      miner.push(new Running(["miner", "--json", "--model", "gru", "--cpu", "0.1"], env));
      await miner[0]!.line<UpEvent>(({ event }) => event === "served");

      const { neurons } = await myelinJson<{ neurons: { hotkey: string; axon?: { ip: string } }[] }>(
        ["metagraph", NETUID],
        env,
      );
      expect(neurons[uid]).toMatchObject({ hotkey: wallet.hotkey, axon: { ip: "127.0.0.1" } });

      const asked = await myelinJson<{ prompt: string; text: string }>(["ask", "Call me", "--bytes", "40"], env);
      expect(Buffer.byteLength(asked.text)).toBeGreaterThan(0);

      const processes = execFileSync("ps", ["-eo", "args"], { encoding: "utf8", maxBuffer: 1e8 });
      for (const secret of secrets()) expect(processes.includes(secret)).toBe(false);

      // The node dies under its network, and comes back by itself.
      const before = running.out.length;
      const { pid } = JSON.parse(readFileSync(join(network(), "node/chain/LOCK"), "utf8"));
      process.kill(pid, "SIGKILL");
      await running.line<UpEvent>(({ event, process }) => event === "died" && process === "node", before);
      const died = running.out.length;
      const next = await running.line<UpEvent>(({ event }) => event === "block", died);
      expect(next.block).toBeGreaterThan(block!);

      expect((await miner[0]!.interrupt()).code).toBe(0);
      const { code, out } = await running.interrupt();
      expect(code).toBe(0);
      expect(jsonLines<Milestones>(out).at(-1)).toHaveProperty("firstRewardMs");
      expect(existsSync(join(network(), "node/chain/LOCK"))).toBe(false);
    } finally {
      for (const one of [running, ...miner]) one.kill();
    }
  });

  it("refuses a folder that holds another network", async () => {
    const { code, err } = await up("--tempo", "7").ended;
    expect(code).toBe(1);
    expect(JSON.parse(err).error.message).toContain("with other choices than those asked for");
  });

  it("says so when its port is taken", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(Number(PORT), "127.0.0.1", done));
    const { code, err } = await up().ended;
    server.close();
    expect(code).toBe(1);
    expect(JSON.parse(err).error.message).toContain(PORT);
  });

  it("writes plain lines into a pipe", async () => {
    const args = ["up", "--dir", join(dir, "plain"), "--port", PORT, "--until", "first-block"];
    const { code, out } = await myelin(args);
    expect(code).toBe(0);
    expect(out).toMatch(/^the node listens on ws:\/\/127\.0\.0\.1:\d+\n/);
    expect(out).toMatch(/^block 1 is there$/m);
    expect(out).not.toContain(String.fromCharCode(27));
  });
});
