import { describe, expect, it } from "vitest";
import { amountText, fixedText } from "./amounts.ts";
import { brief } from "./brief.ts";

describe("a call in one line", () => {
  it("names its arguments, accounts short, amounts in their unit", () => {
    const hotkey = `0x${"22".repeat(32)}`;
    const line = brief({ hotkey, netuid: 2, amount_staked: 1_500_000_000n }, "SubtensorModule");
    expect(line).toBe("hotkey 5CqTdC…iyPP · netuid 2 · amount_staked 1,500,000,000 rao");
    expect(brief({ dest: { type: "Id", value: hotkey }, value: 2_000_000_000n }, "Balances")).toBe(
      "dest 5CqTdC…iyPP · value 2 τ",
    );
  });

  it("stays short for long lists, calls within calls and hostile text", () => {
    expect(brief({ dests: [1, 2, 3] }, "SubtensorModule")).toBe("dests 1, 2, 3");
    expect(brief({ dests: Array(4_096).fill(1) }, "SubtensorModule")).toBe("dests 4,096 values");
    const calls = [{ type: "System", value: { type: "remark", value: {} } }];
    expect(brief({ calls }, "Utility")).toBe("calls System.remark");
    expect(brief({ note: `\u202e${"x".repeat(500)}` }, "Any").length).toBeLessThan(40);
    expect(brief({ a: 1, b: 2, c: 3, d: 4, e: 5 }, "Any")).toBe("a 1 · b 2 · c 3 · d 4 · …");
  });
});

describe("an amount", () => {
  it("has the unit that its name tells, and stays in rao where it does not", () => {
    expect(amountText(1_000_000_001n, "amount", "Balances")).toBe("1.000000001 τ");
    expect(amountText(5n, "alpha_in")).toBe("0.000000005 α");
    expect(amountText(2_000_000_000n, "MaxBurn")).toBe("2 τ");
    expect(amountText(2_000_000_000n, "stake")).toBe("2,000,000,000 rao");
    expect(amountText(7n, "version_key")).toBeUndefined();
  });

  it("of fixed point is a number", () => {
    expect(fixedText(23_242_897_532_874_035_200n, 64)).toBe("1.26");
    expect(fixedText(0n, 32)).toBe("0");
    expect(fixedText(1n, 64)).toBe("5.421011e-20");
    expect(fixedText(2_147_483_648_000_000n, 32)).toBe("500,000");
  });
});
