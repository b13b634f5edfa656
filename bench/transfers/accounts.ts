/** Secret URI of a benchmark's account. */
export const benchAccount = (i: number): string => `//Bench//${i}`;
