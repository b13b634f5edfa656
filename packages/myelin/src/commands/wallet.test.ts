import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "../testing.ts";
import { newPassword } from "./wallet/password.ts";

let root: string;
const wallet = (...args: string[]) => run("wallet", ...args, "--wallet-path", root);
const json = async (...args: string[]) => {
  const { code, out, err } = await wallet(...args, "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
};

/** Runs `work` with `text` piped into the process. */
async function piped<T>(text: string, work: () => Promise<T>): Promise<T> {
  const stdin = vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([text]) as typeof process.stdin);
  try {
    return await work();
  } finally {
    stdin.mockRestore();
  }
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "myelin-wallets-"));
});
afterEach(() => rm(root, { recursive: true }));

describe("wallet", () => {
  it("creates keys in files that only their owner may read, and shows no secret", async () => {
    const { coldkey, hotkey, encrypted } = await json("create", "ada");
    expect(encrypted).toBe(false);
    expect(await json("list")).toEqual([{ name: "ada", coldkey, hotkeys: [{ name: "default", address: hotkey }] }]);
    for (const file of ["ada/coldkey", "ada/hotkeys/default"]) {
      expect((await stat(join(root, file))).mode & 0o777).toBe(0o600);
    }
    const { secretPhrase } = JSON.parse(await readFile(join(root, "ada/coldkey"), "utf8"));
    const { out, err } = await wallet("create", "bob");
    expect(`${out}${err}`.split(/\s+/)).not.toEqual(expect.arrayContaining(secretPhrase.split(" ")));
  });

  it("does not overwrite a key unasked", async () => {
    const { coldkey } = await json("create", "ada");
    const { code, err } = await wallet("create", "ada");
    expect(code).toBe(1);
    expect(err).toContain(join(root, "ada/coldkey"));
    expect((await json("list"))[0].coldkey).toBe(coldkey);
  });

  it("imports what it exports, through a pipe", async () => {
    const { coldkey } = await json("create", "ada");
    const { mnemonic, address } = await json("export", "ada", "--yes");
    expect(address).toBe(coldkey);
    const copy = await piped(`${mnemonic}\n`, () => json("import", "copy"));
    expect(copy.coldkey).toBe(coldkey);
  });

  it("imports secret URIs as hotkeys", async () => {
    await json("create", "ada");
    const { hotkey } = await piped("//Alice", () => json("import", "ada", "--as", "hotkey", "--hotkey", "dev"));
    expect(hotkey).toBe("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
  });

  it("tells a mnemonic with a mistake, without repeating it", async () => {
    const { code, err } = await piped("ladder ladder ladder", () => wallet("import", "ada"));
    expect(code).toBe(1);
    expect(err).toContain("no valid mnemonic");
    expect(err).not.toContain("ladder");
  });

  it("prints secrets only when told to", async () => {
    await json("create", "ada");
    const { code, out, err } = await wallet("export", "ada");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("--yes");
  });

  it("signs what it verifies, and notices changes", async () => {
    const { coldkey } = await json("create", "ada");
    const { signature } = await json("sign", "it is me", "--wallet", "ada");
    const verify = (message: string) => run("wallet", "verify", message, signature, coldkey);
    expect((await verify("it is me")).code).toBe(0);
    expect(await verify("it is you")).toMatchObject({ code: 1, out: "" });
  });

  it("verifies a signature of Bittensor's own tools, which do not wrap the message", async () => {
    const { keypairFromUri } = await import("@myelin/primitives/keys");
    const { toHex } = await import("@myelin/primitives/hex");
    const key = keypairFromUri("//Bob", "ed25519");
    const signature = toHex(key.sign(new TextEncoder().encode("hello")));
    const { code, out } = await run("wallet", "verify", "hello", signature, key.address, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ valid: true, address: key.address, cryptoType: "ed25519" });
  });

  it("takes the password of a coldkey from the first line of a file", async () => {
    const file = join(root, "password.txt");
    await writeFile(file, "correct horse\nbattery staple\n");
    expect(await newPassword({ passwordFile: file })).toBe("correct horse");
    await writeFile(file, "\n");
    const { code, err } = await wallet("create", "ada", "--password-file", file);
    expect(code).toBe(1);
    expect(err).toContain("write the password there");
    expect(await json("list")).toEqual([]);
  });

  it("says so when the folder cannot be written", async () => {
    if (process.getuid?.() === 0) await writeFile(join(root, "blocked"), "");
    else await chmod(root, 0o500);
    const { code, err } = await run("wallet", "create", "--wallet-path", join(root, "blocked"));
    await chmod(root, 0o700);
    expect(code).toBe(1);
    expect(err).toContain("Choose another place.");
  });

  it("knows wallets by name where accounts are asked for", async () => {
    const { code, err } = await run("balance", "nobody", "--wallet-path", root);
    expect(code).toBe(1);
    expect(err).toContain('"nobody" is neither an address nor a wallet of yours');
  });
});
