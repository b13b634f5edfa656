import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { utf8 } from "../bytes.ts";
import { fromHex, toHex } from "../hex.ts";
import { keypairFromUri } from "../keys/index.ts";
import { readSecretContent } from "./content.ts";
import { openFernet } from "./fernet.ts";
import {
  ADDRESS,
  ANSIBLE_VAULT,
  ED25519_QUIRK,
  FERNET,
  MNEMONIC,
  NACL_HEX,
  NACL_KEY,
  PASSWORD,
  PLAIN,
  PUBLIC,
  SEED_ADDRESS,
} from "./fixtures.ts";
import {
  decryptKeyfile,
  encodePassword,
  encryptionOf,
  encryptKeyfile,
  KeyfileError,
  passwordFromEnvironment,
  passwordVariable,
  readKeyfile,
  readPublicKeyfile,
  walletPaths,
  writeKeyfile,
  writePublicKeyfile,
} from "./index.ts";
import { openNacl, sealNacl } from "./nacl.ts";

const SLOW = 120_000;
const nacl = Buffer.from(NACL_HEX, "hex");
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyfile-"));
  path = join(folder, "wallet", "hotkeys", "miner");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function codeOf(action: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof action === "function" ? action() : action);
  } catch (error) {
    if (error instanceof KeyfileError) return error.code;
    throw error;
  }
  return "no error";
}

async function place(content: string | Uint8Array, mode = 0o600): Promise<string> {
  const file = join(folder, "placed");
  await writeFile(file, content);
  await chmod(file, mode);
  return file;
}

describe("files of other implementations", () => {
  test("a plain hotkey and a public coldkey", async () => {
    const keypair = await readKeyfile(await place(PLAIN));
    expect(keypair.address).toBe(ADDRESS);
    expect(toHex(keypair.exportSecrets().privateKey)).toBe(JSON.parse(PLAIN).privateKey);
    expect(await readPublicKeyfile(await place(PUBLIC))).toEqual({
      publicKey: keypair.publicKey,
      accountId: keypair.accountId,
      address: ADDRESS,
      cryptoType: "sr25519",
    });
  });

  test("an ed25519 key whose seed was written as text", async () => {
    const keypair = await readKeyfile(await place(ED25519_QUIRK));
    expect(keypair.address).toBe(JSON.parse(ED25519_QUIRK).ss58Address);
    expect(keypair.cryptoType).toBe("ed25519");
  });

  test("an encrypted coldkey, by the key PyNaCl derives", async () => {
    expect(encryptionOf(nacl)).toBe("nacl");
    const keypair = readSecretContent(await openNacl(nacl, fromHex(NACL_KEY)));
    expect(keypair.address).toBe(ADDRESS);
    expect(keypair.exportSecrets().mnemonic).toBe(MNEMONIC);
  });

  test("an encrypted coldkey, by its password in the environment", { timeout: SLOW }, async () => {
    const file = await place(nacl);
    vi.stubEnv(passwordVariable(file), encodePassword(file, PASSWORD));
    expect((await readKeyfile(file)).address).toBe(ADDRESS);
  });

  test("an Ansible vault", async () => {
    expect((await readKeyfile(await place(ANSIBLE_VAULT), { password: PASSWORD })).address).toBe(SEED_ADDRESS);
    expect(await codeOf(decryptKeyfile(utf8(ANSIBLE_VAULT), "another"))).toBe("KEYFILE_WRONG_PASSWORD");
    expect(await codeOf(decryptKeyfile(utf8(ANSIBLE_VAULT.slice(0, 300)), PASSWORD))).toBe("KEYFILE_DAMAGED");
    expect(await codeOf(decryptKeyfile(utf8("$ANSIBLE_VAULT;9\n00"), PASSWORD))).toBe("KEYFILE_DAMAGED");
  });

  test("a Fernet token", { timeout: SLOW }, async () => {
    const keypair = await readKeyfile(await place(FERNET), { password: async () => PASSWORD });
    expect(keypair.address).toBe(SEED_ADDRESS);
    expect(await codeOf(() => openFernet(utf8(FERNET), new Uint8Array(32)))).toBe("KEYFILE_WRONG_PASSWORD");
    expect(await codeOf(decryptKeyfile(utf8(FERNET.slice(0, -6)), PASSWORD))).toBe("KEYFILE_DAMAGED");
  });
});

describe("our own files", () => {
  test.each(["//Alice", MNEMONIC, `0x${"ab".repeat(32)}`])("restore %s", async (uri) => {
    for (const cryptoType of ["sr25519", "ed25519"] as const) {
      const keypair = keypairFromUri(uri, cryptoType);
      await writeKeyfile(path, keypair, { overwrite: true });
      const restored = await readKeyfile(path);
      expect(restored.exportSecrets()).toEqual(keypair.exportSecrets());
      expect([restored.address, restored.cryptoType]).toEqual([keypair.address, cryptoType]);
    }
  });

  test("hold the fields btwallet reads, and no number in the default scheme", async () => {
    await writeKeyfile(path, keypairFromUri(MNEMONIC));
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual(JSON.parse(PLAIN));
    await writePublicKeyfile(`${path}pub.txt`, keypairFromUri(MNEMONIC));
    expect(JSON.parse(await readFile(`${path}pub.txt`, "utf8"))).toEqual(JSON.parse(PUBLIC));
  });

  test("are private, whole and never replaced unasked", async () => {
    await writeKeyfile(path, keypairFromUri("//Alice"));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, ".."))).mode & 0o777).toBe(0o700);
    expect(await codeOf(writeKeyfile(path, keypairFromUri("//Bob")))).toBe("KEYFILE_EXISTS");
    expect((await readKeyfile(path)).address).toBe(keypairFromUri("//Alice").address);
    await writeKeyfile(path, keypairFromUri("//Bob"), { overwrite: true });
    expect((await readKeyfile(path)).address).toBe(keypairFromUri("//Bob").address);
    expect(await readdir(join(path, ".."))).toEqual(["miner"]);
  });

  test("are sealed with a fresh nonce, and open under their key only", async () => {
    const key = fromHex(NACL_KEY);
    const [one, two] = [await sealNacl(utf8(PLAIN), key), await sealNacl(utf8(PLAIN), key)];
    expect(toHex(one)).not.toBe(toHex(two));
    expect(await openNacl(one, key)).toEqual(utf8(PLAIN));
    one[40]! ^= 1;
    expect(await codeOf(openNacl(one, key))).toBe("KEYFILE_WRONG_PASSWORD");
    expect(await codeOf(openNacl(two, new Uint8Array(32)))).toBe("KEYFILE_WRONG_PASSWORD");
    expect(await codeOf(decryptKeyfile(two.subarray(0, 40), PASSWORD))).toBe("KEYFILE_DAMAGED");
  });

  test("are encrypted under the key every implementation derives", { timeout: SLOW }, async () => {
    const file = await encryptKeyfile(utf8(PLAIN), PASSWORD);
    expect(await openNacl(file, fromHex(NACL_KEY))).toEqual(utf8(PLAIN));
  });
});

describe("what cannot be read says why", () => {
  test.each([
    ["KEYFILE_DAMAGED", "not json"],
    ["KEYFILE_DAMAGED", "[]"],
    ["KEYFILE_DAMAGED", '{"secretPhrase":1}'],
    ["KEYFILE_DAMAGED", '{"secretPhrase":"old leopard"}'],
    ["KEYFILE_DAMAGED", '{"secretSeed":"0x12"}'],
    ["KEYFILE_DAMAGED", '{"privateKey":"0x12"}'],
    ["KEYFILE_DAMAGED", '{"secretPhrase":null,"ss58Address":"nobody","secretSeed":"0x12"}'],
    ["KEYFILE_DAMAGED", PLAIN.replaceAll("0xe4359ad3", "0xe4359ad4")],
    ["KEYFILE_DAMAGED", PLAIN.replace("{", '{"cryptoType":2,')],
    ["KEYFILE_NO_SECRET", PUBLIC],
    ["KEYFILE_PASSWORD_REQUIRED", ANSIBLE_VAULT],
  ])("%s: %s", async (code, content) => {
    expect(await codeOf(readKeyfile(await place(content)))).toBe(code);
  });

  test("a missing file, and a plain secret others can read", async () => {
    expect(await codeOf(readKeyfile(path))).toBe("KEYFILE_MISSING");
    const shared = await place(PLAIN, 0o644);
    expect(await codeOf(readKeyfile(shared))).toBe("KEYFILE_NOT_PRIVATE");
    await expect(readKeyfile(shared)).rejects.toThrow(`${shared}: an unencrypted key`);
    expect((await readPublicKeyfile(shared)).address).toBe(ADDRESS);
    expect(await codeOf(readPublicKeyfile(await place(nacl)))).toBe("KEYFILE_PASSWORD_REQUIRED");
    expect(await codeOf(readPublicKeyfile(await place("{}")))).toBe("KEYFILE_DAMAGED");
  });

  test("no message repeats the secret", async () => {
    const file = await place(PLAIN.replace("leopard", "tiger"));
    await expect(readKeyfile(file)).rejects.toSatisfy(
      (error: Error) => !`${error.stack} ${error.cause}`.includes("tiger"),
    );
  });
});

test("passwords in the environment are masked as btwallet masks them", () => {
  // Origin: measured with bittensor-wallet.
  const file = "/root/.bittensor/wallets/default/coldkey";
  const variable = "BT_PW__ROOT__BITTENSOR_WALLETS_DEFAULT_COLDKEY";
  const value = "JTszNDIxciYqPCByLyM6JyMqPDc=";
  expect(passwordVariable(file)).toBe(variable);
  expect(encodePassword(file, PASSWORD)).toBe(value);
  expect(passwordFromEnvironment(file, { [variable]: value })).toBe(PASSWORD);
  expect(passwordFromEnvironment(file, {})).toBeUndefined();
});

test("wallets lie where btcli looks for them", () => {
  const paths = walletPaths({ root: "/w", name: "alice", hotkey: "miner" }, { BT_WALLET_NAME: "other" });
  expect(paths).toEqual({
    folder: "/w/alice",
    coldkey: "/w/alice/coldkey",
    coldkeyPublic: "/w/alice/coldkeypub.txt",
    hotkey: "/w/alice/hotkeys/miner",
    hotkeyPublic: "/w/alice/hotkeys/minerpub.txt",
  });
  const env = { BT_WALLET_PATH: "/e", BT_WALLET_NAME: "n", BT_WALLET_HOTKEY: "h" };
  expect(walletPaths({}, env).hotkey).toBe("/e/n/hotkeys/h");
  expect(walletPaths({}, {}).coldkey).toMatch(/\/\.bittensor\/wallets\/default\/coldkey$/);
});
