import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../bytes.ts";
import { fromHex, toHex } from "../hex.ts";
import { encodeAddress } from "../ss58.ts";
import { ed25519 as ed25519Browser } from "./ed25519.browser.ts";
import { ed25519 as ed25519Node } from "./ed25519.node.ts";
import {
  type CryptoType,
  generateMnemonic,
  KeyError,
  Keypair,
  keypairFromMnemonic,
  keypairFromSeed,
  keypairFromUri,
  mnemonicToSeed,
  verify,
  verifyMessage,
  wrapBytes,
} from "./index.ts";
import { canonicalSecret, expandSecret } from "./secret-key.ts";
import { sr25519 as sr25519Browser } from "./sr25519.browser.ts";
import { sr25519 as sr25519Node } from "./sr25519.node.ts";

const GOLDEN = "old leopard transfer rib spatial phone calm indicate online fire caution review";
const message = utf8("myelin");

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof KeyError) return error.code;
  }
  return "no KeyError";
}

// Origin: paritytech/substrate-bip39, src/lib.rs, password "Substrate"; first 32 of 64 bytes.
test.each([
  [
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
    "0x44e9d125f037ac1d51f0a7d3649689d422c2af8b1ec8e00d71db4d7bf6d127e3",
  ],
  [
    "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "0x4313249608fe8ac10fd5886c92c4579007272cb77c21551ee5b8d60b78041685",
  ],
])("the seed of %j is Substrate's", (mnemonic, seed) => {
  expect(toHex(mnemonicToSeed(mnemonic, "Substrate"))).toBe(seed);
});

test("generated mnemonics are valid, of the length asked for, and differ", () => {
  for (const words of [12, 24] as const) {
    const mnemonic = generateMnemonic(words);
    expect(mnemonic.split(" ")).toHaveLength(words);
    expect(keypairFromMnemonic(mnemonic).address).toBe(keypairFromUri(` ${mnemonic.replace(" ", "  ")} `).address);
    expect(generateMnemonic(words)).not.toBe(mnemonic);
  }
});

describe("known accounts", () => {
  // Origin: `subkey inspect`, and Bittensor's wallet library 4.1.1 (`Keypair.create_from_uri`).
  test.each<[string, CryptoType, string]>([
    ["//Alice", "sr25519", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"],
    ["//Bob", "sr25519", "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"],
    ["//Alice_hk", "sr25519", "5Dt9sidKJJxfvznECukm6ptHMWP7AykqkooeZijhDfBQFDqe"],
    ["//Bob_hk", "sr25519", "5FRcYLoYUYhSttAzFUmrJsbSapp6F2874GNDpgXhcoJyLCUv"],
    ["//Alice", "ed25519", "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"],
    [GOLDEN, "sr25519", "5HDvhV6WDCjCKyrXqGQSDYqQAzkzabNhctmiDYEqgBC66BsX"],
    [GOLDEN, "ed25519", "5HhFH9GvwCST4kRVoFREE7qDJcjYteR5unhQCrBGhhGuRgNb"],
    [`0x${"11".repeat(32)}`, "ed25519", "5Gmp1LHh81mEqwCDPP7ug46TTMXYo3ZuwVHTeNhP1Gp2jLKV"],
  ])("%s with %s", (uri, cryptoType, address) => {
    const keypair = keypairFromUri(uri, cryptoType);
    expect(keypair.address).toBe(address);
    expect(keypair.address).toBe(encodeAddress(keypair.accountId));
  });

  // Origin: the same library. Soft steps, numbers, passwords, names beyond 32 bytes.
  test.each([
    ["//Alice/soft//42", "0x7210bff47098abc6b65dbb0f393450f0cc5e9ba7e1df40922b8ba2ce8f048630"],
    ["//Alice///pw", "0x12d0a764fee8ee7a262c3294818ae4c0429832cdf4a899f9d1f2adb0c29aca39"],
    [`${GOLDEN}//hard/soft///secret`, "0x7c1dce57f554206fc3594604905e1d675f2688eab848c18b085ae19ca56ee068"],
    [
      "//a-very-long-junction-name-that-exceeds-thirty-two-bytes",
      "0x3cfad3bcdf1d1a01d4fff520c06de8149b27dd0d080ea47b980c8deebf355d6f",
    ],
  ])("%s", (uri, accountId) => {
    expect(keypairFromUri(uri).accountId).toBe(accountId);
  });

  // Origin: substrate, primitives/core/src/sr25519.rs, derive_{soft,hard}_known_pair_should_work.
  test("below a seed", () => {
    const root = keypairFromSeed(fromHex("0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e"));
    const soft = "0xd6c71059dbbe9ad2b0ed3f289738b800836eb425544ce694825285b958ca755e";
    expect(root.derive("/Alice").accountId).toBe(soft);
    expect(root.derive("//Alice").address).toBe("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    expect(root.derive("")).toBe(root);
  });
});

test("RFC 8032, section 7.1, test 1", () => {
  const keypair = keypairFromUri("0x9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "ed25519");
  expect(toHex(keypair.publicKey)).toBe("0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  expect(toHex(keypair.sign(new Uint8Array()))).toBe(
    "0xe5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  );
});

describe.each<CryptoType>(["sr25519", "ed25519"])("%s", (cryptoType) => {
  const keypair = keypairFromUri("//Alice", cryptoType);

  test("accepts its own signatures and nothing else", () => {
    const stranger = keypairFromUri("//Bob", cryptoType);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 511 }), (text, bit) => {
        const signature = keypair.sign(text);
        expect(verify(signature, text, keypair.publicKey, cryptoType)).toBe(true);
        expect(verify(signature, text, stranger.publicKey, cryptoType)).toBe(false);
        expect(verify(signature, Uint8Array.of(...text, 0), keypair.publicKey, cryptoType)).toBe(false);
        signature[bit >> 3]! ^= 1 << (bit & 7);
        expect(verify(signature, text, keypair.publicKey, cryptoType)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test("bytes that are no signature or key are answered with false, however many come", () => {
    const good = keypair.sign(message);
    for (let i = 0; i < 400; i++) {
      const noise = crypto.getRandomValues(new Uint8Array(64));
      noise[63]! |= 0x80;
      expect(verify(noise, message, keypair.publicKey, cryptoType)).toBe(false);
      expect(verify(good, message, noise.subarray(0, 32), cryptoType)).toBe(false);
      expect(verify(noise.subarray(i % 64), message, keypair.publicKey.subarray(i % 32), cryptoType)).toBe(false);
    }
    expect(verify(good, message, keypair.publicKey, cryptoType)).toBe(true);
  });

  test("the private key restores the keypair", () => {
    const restored = Keypair.fromPrivateKey(keypair.exportSecrets().privateKey, cryptoType);
    expect(restored.address).toBe(keypair.address);
    expect(verify(restored.sign(message), message, keypair.publicKey, cryptoType)).toBe(true);
  });

  test("wrapped and plain messages verify for people, only exact bytes for the chain", () => {
    const wrapped = keypair.sign(wrapBytes(message));
    expect(verifyMessage(wrapped, message, keypair.publicKey, cryptoType)).toBe(true);
    expect(verifyMessage(keypair.sign(message), wrapBytes(message), keypair.publicKey, cryptoType)).toBe(true);
    expect(verifyMessage(wrapped, utf8("other"), keypair.publicKey, cryptoType)).toBe(false);
    expect(verify(wrapped, message, keypair.publicKey, cryptoType)).toBe(false);
    expect(wrapBytes(wrapBytes(message))).toEqual(utf8("<Bytes>myelin</Bytes>"));
  });

  test("the secret does not leave by printing", () => {
    const { privateKey } = keypair.exportSecrets();
    const secret = toHex(privateKey).slice(2, 34);
    const printed = [{}, { showHidden: true }, { customInspect: false }].map((o) =>
      inspect(keypair, { depth: 9, ...o }),
    );
    const shown = [`${keypair}`, JSON.stringify(keypair), ...printed].join(" ");
    expect(shown).toContain(keypair.address);
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(inspect(privateKey.subarray(0, 6)).slice(15, -2));
  });
});

test("signatures of Bittensor's wallet library verify", () => {
  // Origin: bittensor-wallet 4.1.1, Keypair.create_from_uri("//Alice").sign(…) of "myelin" and "<Bytes>myelin</Bytes>".
  const plain =
    "0x80cbc1e84a20a7313885d98879dc9b2a06ba450748d0a4cb86c268a8e106a603536fedf059cff85d9e9c914fccfa3b78130939a11a88c0842292b7dc56b29784";
  const wrapped =
    "0x88b9df0bf60af89d034ee7258e9cd63ea3170d49bfe4a905bb9514329cc8d3369c4bd97f3d8b2a5a5ce08702e28f0bf050c951ccfd36a5fcf1e00880da369089";
  const { publicKey } = keypairFromUri("//Alice");
  expect(verify(fromHex(plain), message, publicKey)).toBe(true);
  expect(verify(fromHex(wrapped), message, publicKey)).toBe(false);
  expect(verifyMessage(fromHex(wrapped), message, publicKey)).toBe(true);
});

test("both implementations of each scheme agree", () => {
  const seed = new Uint8Array(32).fill(7);
  const code = new Uint8Array(32).fill(9);
  const [ours, theirs] = [sr25519Node.pairFromSeed(seed), sr25519Browser.pairFromSeed(seed)];
  expect(theirs).toEqual(ours);
  expect(sr25519Browser.deriveHard(theirs, code)).toEqual(sr25519Node.deriveHard(ours, code));
  const soft = sr25519Node.deriveSoft(ours, code).publicKey;
  expect(sr25519Browser.deriveSoft(theirs, code).publicKey).toEqual(soft);
  expect(sr25519Node.derivePublicSoft(ours.publicKey, code)).toEqual(soft);
  expect(sr25519Browser.derivePublicSoft(ours.publicKey, code)).toEqual(soft);
  expect(sr25519Browser.verify(sr25519Node.sign(ours, message), message, ours.publicKey)).toBe(true);
  expect(sr25519Node.verify(sr25519Browser.sign(theirs, message), message, ours.publicKey)).toBe(true);
  expect(sr25519Browser.verify(new Uint8Array(64).fill(255), message, ours.publicKey)).toBe(false);

  expect(ed25519Browser.publicKey(seed)).toEqual(ed25519Node.publicKey(seed));
  expect(ed25519Browser.signer(seed)(message)).toEqual(ed25519Node.signer(seed)(message));
  const signature = ed25519Node.signer(seed)(message);
  expect(ed25519Browser.verify(signature, message, ed25519Node.publicKey(seed))).toBe(true);
  expect(ed25519Browser.verify(signature, message, new Uint8Array(32).fill(255))).toBe(false);
});

test("secrets convert between their two forms", () => {
  // Origin: bittensor-wallet 4.1.1 for //Alice (canonical); polkadot.js' pair of the same key (expanded).
  const canonical = keypairFromUri("//Alice").exportSecrets().privateKey;
  expect(toHex(canonical)).toMatch(/^0x33a6f3093f158a7109f679410bef1a0c/);
  expect(toHex(expandSecret(canonical))).toMatch(/^0x98319d4f/);
  expect(canonicalSecret(expandSecret(canonical))).toEqual(canonical);
});

test("what is no key is refused with the reason and without repeating it", () => {
  expect(codeOf(() => keypairFromUri("old leopard"))).toBe("KEY_MNEMONIC_INVALID");
  expect(codeOf(() => keypairFromMnemonic(GOLDEN.replace("review", "abandon")))).toBe("KEY_MNEMONIC_INVALID");
  expect(codeOf(() => keypairFromUri("0x1234"))).toBe("KEY_URI_INVALID");
  expect(codeOf(() => keypairFromUri("//Alice/"))).toBe("KEY_URI_INVALID");
  expect(codeOf(() => keypairFromUri("//Alice").derive("stash"))).toBe("KEY_URI_INVALID");
  expect(codeOf(() => keypairFromUri("//Alice/soft", "ed25519"))).toBe("KEY_SOFT_DERIVATION");
  expect(codeOf(() => keypairFromSeed(new Uint8Array(31)))).toBe("KEY_SEED_INVALID");
  expect(codeOf(() => Keypair.fromPrivateKey(new Uint8Array(64).fill(255)))).toBe("KEY_SECRET_INVALID");
  expect(codeOf(() => Keypair.fromPrivateKey(new Uint8Array(64).fill(0x1f)))).toBe("KEY_SECRET_INVALID");
  expect(codeOf(() => Keypair.fromPrivateKey(new Uint8Array(3), "ed25519"))).toBe("KEY_SECRET_INVALID");
});

test("words are exported only where they alone restore the key", () => {
  expect(keypairFromUri(GOLDEN).exportSecrets().mnemonic).toBe(GOLDEN);
  expect(keypairFromUri(`${GOLDEN}//1`).exportSecrets()).not.toHaveProperty("mnemonic", GOLDEN);
  expect(keypairFromUri(`${GOLDEN}///password`).exportSecrets().mnemonic).toBeUndefined();
});
