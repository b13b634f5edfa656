/** Values of this chain's own types, as its metadata describes them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, connect } from "@myelin/client";
import { Node } from "@myelin/node";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toJson } from "../terminal/output.ts";
import { type Parameter, readArguments } from "./arguments.ts";
import { parseJson } from "./json.ts";
import { readValue } from "./read.ts";
import { inlineText, valueText } from "./text.ts";
import { typeName } from "./type-name.ts";
import { forJson, writeValue } from "./write.ts";

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const ALICE_HEX = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

let folder: string;
let node: Node;
let client: Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-values-"));
  node = await Node.start({ dir: folder, sealing: "manual", rpc: { port: 0 } });
  client = await connect(node.rpc!.url);
});
afterAll(async () => {
  await client.close();
  await node.stop();
  await rm(folder, { recursive: true });
});

function parametersOf(pallet: string, call: string): Parameter[] {
  const { args, argTypes } = client.metadata.callEntry(pallet, call);
  return args.map((name, i) => ({ name, type: argTypes[i]! }));
}

function args(path: string, ...words: string[]): Record<string, unknown> {
  const [pallet, call] = path.split(".");
  return readArguments(client.metadata.types, path, parametersOf(pallet!, call!), words);
}

describe("arguments", () => {
  const TRANSFER = "Balances.transfer_keep_alive";

  it.each([
    [[`dest=${ALICE}`, "value=5"]],
    [["value=5", `dest=${ALICE}`]],
    [[ALICE, "5"]],
    [[`{"dest": "${ALICE}", "value": 5}`]],
    [[`["${ALICE}", 5]`]],
  ])("may be named, in order or JSON: %j", (words) => {
    expect(args(TRANSFER, ...words)).toEqual({ dest: ALICE, value: 5n });
  });

  it("keep all digits, and may be TAO", () => {
    expect(args(TRANSFER, `{"dest": "${ALICE}", "value": 18446744073709551615}`)["value"]).toBe(18446744073709551615n);
    expect(args(TRANSFER, ALICE, "2.5tao")["value"]).toBe(2_500_000_000n);
    expect(args(TRANSFER, ALICE, "1_000")["value"]).toBe(1_000n);
  });

  it("may be lists, enums, calls within calls", () => {
    expect(args("SubtensorModule.set_weights", "2", "0,1", "[65535, 7]", "0")).toEqual({
      netuid: 2,
      dests: [0, 1],
      weights: [65535, 7],
      version_key: 0n,
    });
    expect(args("System.remark", "remark=hello")["remark"]).toEqual(new TextEncoder().encode("hello"));
    expect(args("System.remark", "remark=0x0102")["remark"]).toEqual(Uint8Array.of(1, 2));
    const call = args("Sudo.sudo", 'call={"System": {"remark": {"remark": "0x01"}}}')["call"];
    expect(call).toEqual({ type: "System", value: { type: "remark", value: { remark: Uint8Array.of(1) } } });
    expect(() => client.tx("Sudo", "sudo", { call }).encodedCall()).not.toThrow();
  });

  it.each([
    [TRANSFER, [`dest=${ALICE}`, "vlaue=5"], 'no argument "vlaue". Did you mean value?'],
    [TRANSFER, [ALICE], "Missing: value. It is Balances.transfer_keep_alive(dest: AccountId32, value: u64)."],
    [TRANSFER, [ALICE, "1", "2"], "Too many arguments (3)"],
    [TRANSFER, [ALICE, "value=2"], "Give all arguments as name=value, or all in order."],
    [TRANSFER, ["value=2", "value=3", "dest=1"], "value is given twice."],
    [TRANSFER, ["5Grw", "1"], 'dest is "5Grw"; write an SS58 address'],
    [TRANSFER, [ALICE, "-1"], 'value is "-1"; write a whole number from 0 to 18446744073709551615 (u64).'],
    [TRANSFER, [ALICE, "1.5"], 'value is "1.5"; write a whole number'],
    [TRANSFER, [`{"dest": ${ALICE}}`], "is no JSON."],
    [
      "SubtensorModule.set_weights",
      ["70000", "0", "1", "0"],
      'netuid is "70000"; write a whole number from 0 to 65535',
    ],
    ["SubtensorModule.set_weights", ["2", "0,x", "1", "0"], 'dests[1] is "x"'],
    ["System.remark", ["remark=0x1"], "two hexadecimal digits for each byte"],
    ["Sudo.sudo", ['call={"System": {"remrk": {}}}'], "Did you mean remark?"],
    ["Sudo.sudo", ['call={"System": {"remark": {}}}'], "lacks remark: bytes"],
  ])("%s %j is refused: %s", (path, words, says) => {
    expect(() => args(path, ...words)).toThrow(says);
  });
});

describe("values", () => {
  it("of every storage item's default are written in the form that is read", () => {
    const { metadata } = client;
    let seen = 0;
    for (const pallet of metadata.palletNames) {
      for (const name of metadata.storageNames(pallet)) {
        const { valueType, fallback, value: codec, optional } = metadata.storage(pallet, name);
        if (optional) continue;
        const text = toJson(forJson(writeValue(metadata.types, valueType, codec.decode(fallback))));
        expect(codec.encode(readValue(metadata.types, valueType, parseJson(text), name))).toEqual(fallback);
        expect(typeName(metadata.types, valueType)).not.toBe("");
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(100);
  });

  it("of a big integer survive the text", () => {
    const id = client.metadata.storage("Balances", "TotalIssuance").valueType;
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 64n) - 1n), (value) => {
        const text = toJson({ value: forJson(writeValue(client.metadata.types, id, value)) });
        const { value: read } = parseJson(text) as { value: unknown };
        expect(readValue(client.metadata.types, id, read, "value")).toBe(value);
        expect(readValue(client.metadata.types, id, (parseJson(`[${value}]`) as unknown[])[0], "value")).toBe(value);
      }),
    );
  });

  it("name accounts as SS58", () => {
    const [id] = client.metadata.storage("System", "Account").keyTypes;
    expect(writeValue(client.metadata.types, id!, ALICE_HEX)).toBe(ALICE);
  });

  it("are shown on one line, or a line an entry where they are long", () => {
    const value = { free: 1_000_000n, who: ALICE, log: [1, 2], name: new TextEncoder().encode("Ada"), none: null };
    expect(valueText(value, 200)).toBe(`{free: 1,000,000, who: ${ALICE}, log: [1, 2], name: "Ada", none: none}`);
    expect(valueText(value, 30).split("\n")).toEqual([
      "free: 1,000,000",
      `who: ${ALICE}`,
      "log: [1, 2]",
      'name: "Ada"',
      "none: none",
    ]);
    expect(inlineText({ Module: { index: 7 } })).toBe("Module {index: 7}");
  });

  it("cannot steer the terminal", () => {
    expect(inlineText("\u001b[2J\u202e")).toBe("\\u{1b}[2J\\u{202e}");
    expect(inlineText(new TextEncoder().encode("a\u001b[31m"))).toBe("0x611b5b33316d");
  });
});
