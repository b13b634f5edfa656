import type { ChainMetadata } from "@myelin/client";
import { createContext, use } from "react";

/** What the chain says of its own values, for all that shows some. */
export const MetadataContext = createContext<ChainMetadata | undefined>(undefined);

export function useMetadata(): ChainMetadata | undefined {
  return use(MetadataContext);
}
