import { Metadata, TypeRegistry } from "@polkadot/types";
import { describe, expect, it } from "vitest";
import {
  boundedVec,
  decodeMetadata,
  lazy,
  type MetadataVersion,
  mortalEra,
  struct,
  type Type,
  u8,
  u64f64,
  vec,
} from "../index.ts";
import { extensions, extraOf, fixture } from "../testing/fixture.ts";
import { Registry } from "./registry.ts";

const runtime = fixture();

describe.each([14, 15, 16] as const)("metadata V%i", (version) => {
  const { value, version: read } = decodeMetadata(runtime.metadata(version));

  it("reads back as what was described", () => {
    expect(read).toBe(version);
    expect(value.pallets.map((pallet) => [pallet.name, pallet.index])).toEqual([
      ["System", 0],
      ["Timestamp", 2],
      ["Balances", 5],
      ["Utility", 11],
    ]);
    expect(value.extrinsic.signedExtensions.map((e) => e.identifier)).toEqual(extensions.map((e) => e.identifier));
  });

  it("numbers AccountId32 first", () => {
    expect(value.lookup[0]!.path).toEqual(["sp_core", "crypto", "AccountId32"]);
  });

  it("is understood by polkadot.js", () => {
    const registry = new TypeRegistry();
    const metadata = new Metadata(registry, runtime.metadata(version));
    const own = [
      "SudoTransactionExtension",
      "CheckShieldedTxValidity",
      "SubtensorTransactionExtension",
      "DrandPriority",
    ];
    const none = { extrinsic: {}, payload: {} };
    registry.setMetadata(metadata, undefined, Object.fromEntries(own.map((name) => [name, none])));
    expect(metadata.version).toBe(version);
    const account = registry.createType("FrameSystemAccountInfo" as "AccountInfo");
    expect(Object.keys(account.toJSON() as object)).toEqual(["nonce", "consumers", "providers", "sufficients", "data"]);
    const remark = registry.createType(
      "Call",
      runtime.encodeCall({ type: "System", value: { type: "remark", value: { remark: new Uint8Array([1, 2]) } } }),
    );
    expect([remark.section, remark.method]).toEqual(["system", "remark"]);
    const call = { type: "System", value: { type: "remark", value: { remark: new Uint8Array([1, 2]) } } };
    const signer = `0x${"11".repeat(32)}` as const;
    const signature = { type: "Sr25519", value: new Uint8Array(64).fill(3) } as const;
    const bytes = runtime.encodeSigned(call, { type: "Id", value: signer }, signature, extraOf(7, mortalEra(64, 42)));
    const extrinsic = registry.createType("Extrinsic", bytes, { version: 4 });
    expect(extrinsic.signer.toHex()).toBe(`0x00${"11".repeat(32)}`);
    expect(extrinsic.nonce.toNumber()).toBe(7);
    expect(extrinsic.era.asMortalEra.period.toNumber()).toBe(64);
    expect(extrinsic.method.toHex()).toBe("0x0000080102");
    expect(extrinsic.toU8a()).toEqual(bytes);
  });
});

const described = (version: MetadataVersion) => decodeMetadata(runtime.metadata(version)).value;

describe("metadata", () => {
  it("has one registry in all versions", () => {
    expect(described(14).lookup).toEqual(described(15).lookup);
    expect(described(16).lookup).toEqual(described(15).lookup);
  });

  it("names storage hashers, modifiers and defaults", () => {
    const items = described(15).pallets[0]!.storage!.items;
    const account = items.find((item) => item.name === "Account")!;
    expect(account).toMatchObject({
      modifier: 1,
      type: { tag: "map", value: { hashers: [{ tag: "Blake2128Concat" }], key: 0 } },
      fallback: `0x${"00".repeat(56)}`,
      docs: ["Accounts."],
    });
    expect(items.find((item) => item.name === "ExtrinsicCount")).toMatchObject({ modifier: 0, fallback: "0x00" });
  });

  it("numbers calls, events and errors as declared", () => {
    const { lookup, pallets } = described(15);
    const balances = pallets.find((pallet) => pallet.name === "Balances")!;
    const variants = (id: number | undefined) => {
      const { def } = lookup[id!]!;
      return def.tag === "variant" ? def.value.map((v) => [v.name, v.index]) : [];
    };
    expect(variants(balances.calls)).toEqual([
      ["transfer_keep_alive", 3],
      ["panic", 4],
    ]);
    expect(variants(balances.events)).toEqual([["Transfer", 2]]);
    expect(variants(balances.errors)).toEqual([
      ["InsufficientBalance", 2],
      ["Panicked", 3],
    ]);
    expect(lookup[balances.calls!]!.path).toEqual(["pallet_balances", "pallet", "Call"]);
  });

  it("lists runtime APIs with the identifiers clients look for", () => {
    expect(described(15).apis.map((api) => api.name)).toEqual([
      "Core",
      "Metadata",
      "BlockBuilder",
      "TaggedTransactionQueue",
      "AccountNonceApi",
    ]);
    expect(Object.fromEntries(runtime.version.apis)).toEqual({
      "0xdf6acb689907609b": 5,
      "0x37e397fc7c91f5e4": 2,
      "0x40fe3ad401f8959a": 6,
      "0xd2bc9897eed08f15": 3,
      "0xbc9d89904f5b923f": 1,
    });
  });

  it("tells the types of an extrinsic's parts by parameters", () => {
    const { lookup, extrinsic } = described(15);
    const type = lookup.find((entry) => entry.path.at(-1) === "UncheckedExtrinsic")!;
    expect(type.params).toEqual([
      { name: "Address", type: extrinsic.address },
      { name: "Call", type: extrinsic.call },
      { name: "Signature", type: extrinsic.signature },
      { name: "Extra", type: extrinsic.extra },
    ]);
  });
});

describe("registry", () => {
  it("shares entries of equal types and follows types into themselves", () => {
    const Tree: Type<{ children: unknown[] }> = struct("a::Tree", { children: vec(lazy((): Type<unknown> => Tree)) });
    const registry = new Registry();
    expect(registry.id(Tree)).toBe(0);
    expect(registry.entries).toHaveLength(2);
    expect(registry.entries[1]!.def).toEqual({ tag: "sequence", value: 0 });
    expect(registry.id(boundedVec(u8, 5))).toBe(registry.id(boundedVec(u8, 5)));
  });

  it("writes the fraction of fixed-point numbers as typenum does", () => {
    const registry = new Registry();
    const fixed = registry.entries[registry.id(u64f64)]!;
    let bits = "";
    for (let id = fixed.params[0]!.type; id !== undefined; ) {
      const entry = registry.entries[id]!;
      const bit = entry.params.find((p) => p.name === "B")?.type;
      if (bit !== undefined) bits = (registry.entries[bit]!.path.at(-1) === "B1" ? "1" : "0") + bits;
      id = entry.params.find((p) => p.name === "U")?.type;
    }
    expect(Number.parseInt(bits, 2)).toBe(64);
  });
});
