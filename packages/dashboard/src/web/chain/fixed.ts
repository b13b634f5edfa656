import { I32F32 } from "@myelin/primitives/fixed";

/** Raw bits of the epoch's numbers as a number to draw; exact figures stay bits. */
export const toNumber = (bits: bigint): number => I32F32.toFloat(bits);
export const toNumbers = (vector: readonly bigint[]): number[] => vector.map(toNumber);
