import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keypairFromMnemonic } from "@myelin/primitives";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addHotkey, createWallet, listWallets, Wallet } from "./folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "myelin-wallet-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

// The key pair of btwallet's own test, tests/test_keyfile.py.
const MNEMONIC = "old leopard transfer rib spatial phone calm indicate online fire caution review";
const ADDRESS = "5HDvhV6WDCjCKyrXqGQSDYqQAzkzabNhctmiDYEqgBC66BsX";

describe("wallet folders", () => {
  it("hold what was put in, readable by the owner alone", async () => {
    await createWallet({ root, name: "a" }, { coldkey: keypairFromMnemonic(MNEMONIC) });
    const wallet = new Wallet({ root, name: "a" });
    expect((await wallet.coldkey()).address).toBe(ADDRESS);
    expect((await wallet.coldkeyPublic()).address).toBe(ADDRESS);
    expect(statSync(wallet.paths.coldkey).mode & 0o777).toBe(0o600);
    expect(statSync(wallet.paths.hotkey).mode & 0o777).toBe(0o600);
  });

  it("never overwrite a key unless told to", async () => {
    const { coldkey } = await createWallet({ root, name: "a" });
    await expect(createWallet({ root, name: "a" })).rejects.toMatchObject({ code: "KEYFILE_EXISTS" });
    expect((await new Wallet({ root, name: "a" }).coldkey()).address).toBe(coldkey.address);
  });

  it("are listed with their hotkeys, damaged ones without an address", async () => {
    const { hotkey } = await createWallet({ root, name: "b" });
    const second = await addHotkey({ root, name: "b", hotkey: "second" });
    await createWallet({ root, name: "a" });
    writeFileSync(new Wallet({ root, name: "a" }).paths.coldkeyPublic, "nonsense");
    const [a, b] = await listWallets(root);
    expect(a).toMatchObject({ name: "a", coldkey: undefined });
    expect(b.hotkeys).toEqual([
      { name: "default", address: hotkey.address },
      { name: "second", address: second.address },
    ]);
  });

  it("are an empty list where there is no folder", async () => {
    expect(await listWallets(join(root, "nowhere"))).toEqual([]);
  });
});
