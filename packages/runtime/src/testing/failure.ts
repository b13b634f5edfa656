import { DispatchFailure, PalletError } from "@myelin/frame";

/** Name of the dispatch error with which `run` fails, "Pallet.Error" for declared ones; throws if it does not fail. */
export function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof PalletError) return `${error.pallet}.${error.errorName}`;
    if (error instanceof DispatchFailure) return error.message;
    throw error;
  }
  throw new Error("did not fail");
}
