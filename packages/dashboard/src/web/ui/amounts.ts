import { formatAmount, formatInteger, formatMoment } from "./text.ts";

/** Pallets whose every amount is TAO. */
const TAO_PALLETS = new Set([
  "Balances",
  "TransactionPayment",
  "Proxy",
  "Preimage",
  "Multisig",
  "Crowdloan",
  "Treasury",
]);
const ALPHA_NAMES = /alpha/i;
const TAO_NAMES = /tao|fee|^tip$|burn|deposit|free|reserved|frozen|lock_?cost|price/i;
/** TAO or alpha: it depends on the subnet. */
const AMBIGUOUS_NAMES = /amount|stake|emission|value|balance|incentive|dividend|limit/i;

/** A number of the chain with its unit; undefined where its name tells none. */
export function numberText(value: bigint, name: string, pallet = ""): string | undefined {
  if (pallet === "Timestamp" && name === "now") return formatMoment(Number(value));
  return amountText(value, name, pallet);
}

/**
 * An amount as people read it, by the name of its field and of its pallet; undefined for what is no amount. Where the
 * name does not tell TAO from alpha it stays in rao, in which both are counted.
 */
export function amountText(rao: bigint, name: string, pallet = ""): string | undefined {
  if (ALPHA_NAMES.test(name)) return `${formatAmount(rao, 9)} α`;
  const tao = TAO_NAMES.test(name) || (TAO_PALLETS.has(pallet) && AMBIGUOUS_NAMES.test(name));
  if (tao) return `${formatAmount(rao, 9)} τ`;
  return AMBIGUOUS_NAMES.test(name) ? `${formatInteger(rao)} rao` : undefined;
}

/** A fixed-point number of the chain, by its bits. */
export function fixedText(bits: bigint, fraction: number): string {
  const value = Number(bits) / 2 ** fraction;
  if (value === 0 || (Math.abs(value) >= 1e-6 && Math.abs(value) < 1e15)) {
    const [whole, rest = ""] = value.toFixed(9).split(".");
    const digits = rest.replace(/0+$/, "");
    return digits === "" ? formatInteger(Number(whole)) : `${formatInteger(Number(whole))}.${digits}`;
  }
  return value.toExponential(6);
}
