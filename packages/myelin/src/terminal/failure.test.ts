import { MyelinError } from "@myelin/primitives/errors";
import { expect, describe as group, it } from "vitest";
import { describe } from "./failure.ts";

group("what a failure says", () => {
  it("is the sentence of an error of ours", () => {
    const error = new MyelinError("KEY_MNEMONIC_INVALID", "this is no valid mnemonic: check its words");
    expect(describe(error)).toEqual({
      code: "KEY_MNEMONIC_INVALID",
      message: "This is no valid mnemonic: check its words.",
    });
  });

  it("has a hint for refusals of the chain", () => {
    const error = new MyelinError(
      "CLIENT_DISPATCH_FAILED",
      "The chain refused the call: SubtensorModule.SubtokenDisabled.",
      {
        details: { pallet: "SubtensorModule", name: "SubtokenDisabled" },
      },
    );
    expect(describe(error).message).toContain("myelin subnet start");
  });

  it.each([
    ["Custom error: 6", "SettingWeightsTooFast. Wait a few blocks and try again."],
    ["Custom error: 2", 'NotEnoughBalanceToStake. See "myelin balance"'],
    ["Inability to pay some fees (e.g. account balance too low)", "too little to pay the fee"],
  ])("explains the pool's refusal %j", (data, says) => {
    const error = new MyelinError("CLIENT_RPC_ERROR", `author_submitExtrinsic: Invalid Transaction (${data})`, {
      details: { method: "author_submitExtrinsic", rpcCode: 1010, data },
    });
    expect(describe(error).message).toContain(says);
  });

  it.each([
    ["EACCES", "No permission to use /data. Change its permissions, or choose another place."],
    ["ENOSPC", "The disk is full. Free some space and start again; nothing is lost."],
  ])("explains %s", (code, message) => {
    expect(describe(Object.assign(new Error(`${code}: boo`), { code, path: "/data" }))).toEqual({ code, message });
  });

  it("admits what was not expected", () => {
    expect(describe(new TypeError("x is not a function"))).toMatchObject({ code: "UNEXPECTED" });
  });
});
