import { InvalidArgumentError } from "commander";

export const RAO_PER_TAO = 1_000_000_000n;
const DECIMALS = 9;

/** Rao from an amount as people write it: `1`, `0.5`, `1,000.25`. For commander's arguments and options. */
export function parseAmount(text: string): bigint {
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?$/.exec(text.trim());
  const [, whole = "", fraction = ""] = match ?? [];
  if (match === null || whole + fraction === "") throw new InvalidArgumentError("Write an amount as 1 or 0.25.");
  if (fraction.length > DECIMALS) throw new InvalidArgumentError(`The smallest amount is 0.000000001.`);
  return BigInt(whole.replaceAll(",", "") || "0") * RAO_PER_TAO + BigInt(fraction.padEnd(DECIMALS, "0") || "0");
}

/**
 * An amount in rao as people read it, with its unit.
 * @param decimals shown at most; what is cut off is not rounded up.
 */
export function formatAmount(rao: bigint, unit = "τ", decimals: number = DECIMALS): string {
  const sign = rao < 0n ? "-" : "";
  const absolute = rao < 0n ? -rao : rao;
  const whole = (absolute / RAO_PER_TAO).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = (absolute % RAO_PER_TAO).toString().padStart(DECIMALS, "0").slice(0, decimals).replace(/0+$/, "");
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}${unit === "" ? "" : ` ${unit}`}`;
}

/** An amount for a column of a table: always the same number of decimals, no unit. */
export function formatColumn(rao: bigint, decimals = 4): string {
  const text = formatAmount(rao, "", decimals);
  const [whole, fraction = ""] = text.split(".");
  return decimals === 0 ? whole! : `${whole}.${fraction.padEnd(decimals, "0")}`;
}

/** Rao of TAO that `alpha` rao are worth at `price` TAO for one alpha, slippage left out. */
export function worthOf(alpha: bigint, price: number): bigint {
  return BigInt(Math.floor(Number(alpha) * price));
}
