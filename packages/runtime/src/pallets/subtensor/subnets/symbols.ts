/** Symbols of the subnets' alpha (`pallets/subtensor/src/subnets/symbols.rs`). */
import { type Context, ensure, type Origin } from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";
import { toHex } from "@myelin/primitives/hex";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { ensureSubnetOwnerOrRoot } from "../utils/owner.ts";

/** Code points of the symbols in the order of their numbers, as ranges written `first-last`, in hexadecimal. */
const RANGES = [
  "3a4 3b1-3c1 3c3 74 3c5-3c9", // Greek
  "5d0-5ea", // Hebrew
  "627-628 62a-63a 641-648 64a 649", // Arabic
  "16a0 16a2 16a6 16a8 16b1 16b3 42b 16c9 16d2", // Runic
  "1680-1685 169b", // Ogham
  "10d0-10d5", // Georgian
  "531-536 55e", // Armenian
  "400-405 44a", // Cyrillic
  "2c80-2c85", // Coptic
  "11000-11003 11005", // Brahmi
  "db1 db3-db7", // End of Sinhala
  "2c00-2c20", // Glagolitic
  "e01-e23 e25 e27-e2e", // Thai
  "3131 3134 3137 3139 3141-3142 3145 3147-3148 314a-314e 314f-3163", // Hangul
  "12a0-12a7 12c8-12ce 12b0-12b6 1310-1312 1218 1314-1316", // Ethiopic
  "905-90b 90f-910 913-928 92a-930 932 935-939", // Devanagari
  "30a2 30a4 30a6 30a8 30aa-30ab 30ad 30af 30b1 30b3 30b5 30b7 30b9 30bb 30bd 30bf 30c1 30c4 30c6 30c8 30ca-30cf", // Katakana
  "30d2 30d5 30d8 30db 30de-30e2 30e4 30e6 30e8-30ed 30ef 30f2-30f3", // Katakana
  "2d30-2d53", // Tifinagh
  "d85-d86 d89-d96 d9a-d9e da0-da4 da7 da5-da6 da9 da8 daa-db0", // Sinhala
];

function symbolsOf(range: string): Uint8Array[] {
  const [first, last = first] = range.split("-").map((point) => Number.parseInt(point, 16));
  return Array.from({ length: last! - first! + 1 }, (_, i) => utf8(String.fromCodePoint(first! + i)));
}

/** All 439 symbols, UTF-8; the first is root's and what is given when none is left. */
export const SYMBOLS: readonly Uint8Array[] = RANGES.flatMap((row) => row.split(" ").flatMap(symbolsOf));

/**
 * Gives a subnet another symbol.
 *
 * @throws BadOrigin, SymbolDoesNotExist (also for root's), SymbolAlreadyInUse
 */
export function doUpdateSymbol(ctx: Context, origin: Origin, netuid: number, symbol: Uint8Array): void {
  ensureSubnetOwnerOrRoot(ctx, origin, netuid);
  const isSame = (other: Uint8Array) => toHex(other) === toHex(symbol);
  ensure(SYMBOLS.slice(1).some(isSame), Err.SymbolDoesNotExist);
  ensure(![...S.TokenSymbol.values(ctx)].some(isSame), Err.SymbolAlreadyInUse);
  S.TokenSymbol.set(ctx, netuid, symbol);
  ctx.depositEvent(E.SymbolUpdated({ netuid, symbol }));
}

/** The symbol with the number of the subnet, or the first that no subnet has. */
export function getNextAvailableSymbol(ctx: Context, netuid: number): Uint8Array {
  const used = new Set<string>([...S.TokenSymbol.values(ctx)].map((symbol) => toHex(symbol)));
  const isFree = (symbol: Uint8Array) => !used.has(toHex(symbol));
  const own = SYMBOLS[netuid] ?? SYMBOLS[0]!;
  return isFree(own) ? own : (SYMBOLS.slice(1).find(isFree) ?? SYMBOLS[0]!);
}
