/** Identity of the runtime, that of subtensor at spec 425 (`runtime/src/lib.rs`, VERSION): clients choose by it. */
export const SPEC_NAME = "node-subtensor";
export const SPEC_VERSION = 425;

export const VERSION = {
  specName: SPEC_NAME,
  implName: SPEC_NAME,
  authoringVersion: 1,
  specVersion: SPEC_VERSION,
  implVersion: 1,
  transactionVersion: 1,
  systemVersion: 1,
} as const;
