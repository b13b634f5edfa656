import { formatAmount, formatInteger, formatShare } from "./text.ts";

/** A stored number as people read it. */
export interface Measure {
  readonly text: string;
  /** The number as it is stored, where the text is another. */
  readonly raw: string | undefined;
}

interface Rule {
  readonly docs: RegExp;
  readonly read: (value: bigint) => string;
}

const partsOf = (whole: bigint) => (value: bigint) => formatShare(Number((value * 10n ** 12n) / whole) / 1e12, 2);

/** In which unit the chain's own explanation says that a number is; the first that fits counts. */
const RULES: readonly Rule[] = [
  { docs: /parts of 65535/i, read: partsOf(65_535n) },
  { docs: /parts of 2\^64 - 1/, read: partsOf(2n ** 64n - 1n) },
  { docs: /parts of 2\^63/, read: partsOf(2n ** 63n) },
  { docs: /parts of 10\^18/, read: partsOf(10n ** 18n) },
  { docs: /millionths/, read: partsOf(1_000_000n) },
  { docs: /in hundredths/, read: (value) => (Number(value) / 100).toString() },
  { docs: /^Thousandths of a tempo/, read: (value) => `${(Number(value) / 1_000).toFixed(3)} tempos` },
  { docs: /alpha rao|^Alpha /, read: (value) => `${formatAmount(value, 4)} α` },
  { docs: /^Rao |in rao[.,]/, read: (value) => `${formatAmount(value, 4)} τ` },
  { docs: /^Blocks /, read: (value) => `${formatInteger(value)} ${value === 1n ? "block" : "blocks"}` },
  { docs: /^Epochs /, read: (value) => `${formatInteger(value)} ${value === 1n ? "epoch" : "epochs"}` },
];

/**
 * The number with the unit that its explanation gives it.
 *
 * @example measure(32_767, "Share of stake that must agree for consensus, parts of 65535.") // 50.00%, raw 32,767
 */
export function measure(value: number | bigint, docs: string): Measure {
  const plain = formatInteger(value);
  const text = RULES.find((rule) => rule.docs.test(docs))?.read(BigInt(value)) ?? plain;
  return { text, raw: text.startsWith(plain) && !text.includes("τ") && !text.includes("α") ? undefined : plain };
}
