import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FolderLock } from "@myelin/node/state/lock";
import { CliError } from "../terminal/errors.ts";

const MARKER = "network.json";

/** What `myelin up` keeps in its folder: the node's data, Bittensor wallets, a folder and a log for each process. */
export class NetworkFolder {
  readonly path: string;

  constructor(dir: string) {
    this.path = resolve(dir);
  }

  get node(): string {
    return join(this.path, "node");
  }

  get wallets(): string {
    return join(this.path, "wallets");
  }

  neuron(name: string): string {
    return join(this.path, "neurons", name);
  }

  log(name: string): string {
    return join(this.path, "logs", `${name}.log`);
  }

  /**
   * Makes the folder, or checks that it is one of ours; `fresh` empties it first.
   * @throws {CliError} CLI_OTHER_DATA rather than to touch what somebody else keeps there.
   */
  async prepare({ fresh, seed }: { fresh?: boolean; seed?: string }): Promise<void> {
    await mkdir(this.path, { recursive: true });
    const isOurs = existsSync(join(this.path, MARKER));
    if (!isOurs && (await readdir(this.path)).length > 0) {
      throw new CliError("CLI_OTHER_DATA", `${this.path} holds other files. Choose an empty folder with --dir.`);
    }
    if (isOurs && fresh) await this.empty();
    if (isOurs && !fresh) await this.checkSeed(seed);
    await mkdir(join(this.path, "logs"), { recursive: true, mode: 0o700 });
    if (!existsSync(join(this.path, MARKER)))
      await writeFile(join(this.path, MARKER), `${JSON.stringify({ seed })}\n`, { mode: 0o600 });
  }

  /** @throws {StateError} NODE_DIR_IN_USE while its node runs */
  private async empty(): Promise<void> {
    const data = join(this.node, "chain");
    if (existsSync(data)) FolderLock.acquire(data).release();
    await rm(this.path, { recursive: true });
  }

  private async checkSeed(seed: string | undefined): Promise<void> {
    if (seed === undefined) return;
    const kept = JSON.parse(await readFile(join(this.path, MARKER), "utf8")) as { seed?: string };
    if (kept.seed === seed) return;
    throw new CliError(
      "CLI_OTHER_DATA",
      `${this.path} holds a network with another seed. Add --fresh to begin anew, or leave --seed out.`,
    );
  }
}
