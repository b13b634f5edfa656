import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleWidth } from "./style.ts";
import { type Column, cutMiddle, table } from "./table.ts";

interface Row {
  readonly name: string;
  readonly address: string;
  readonly amount: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "name", value: ({ name }) => name },
  { title: "address", value: ({ address }) => address, shrinks: true },
  { title: "amount", value: ({ amount }) => amount, align: "right" },
  { title: "address again", value: ({ address }) => address, optional: true },
];
const ROW = { name: "Ada", address: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", amount: "1.5" };

describe("table", () => {
  it("aligns its columns", () => {
    expect(table([ROW, { ...ROW, name: "Grace", amount: "10.25" }], COLUMNS.slice(0, 3), 200)).toBe(
      [
        "name   address                                           amount",
        `Ada    ${ROW.address}     1.5`,
        `Grace  ${ROW.address}   10.25`,
      ].join("\n"),
    );
  });

  it("shortens addresses, then leaves optional columns out", () => {
    expect(table([ROW], COLUMNS, 34).split("\n")).toEqual(["name  address      amount", "Ada   5Grwv…KutQY     1.5"]);
  });

  it("fits into every width from its narrowest form on", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 25, max: 200 }),
        fc.array(fc.string({ maxLength: 60 }), { maxLength: 5 }),
        (width, texts) => {
          const rows = texts.map((address) => ({ ...ROW, address: address.replace(/[\s\p{C}]/gu, "_") }));
          for (const line of table(rows, COLUMNS, width).split("\n"))
            expect(visibleWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it("cuts in the middle", () => {
    expect(["abcdef", "abcdefg", "abcdefgh"].map((text) => cutMiddle(text, 6))).toEqual(["abcdef", "abc…fg", "abc…gh"]);
  });
});
