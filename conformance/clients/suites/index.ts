import { btcli } from "./btcli.ts";
import { sdk } from "./sdk.ts";
import type { Suite } from "./suite.ts";
import { typescript } from "./typescript.ts";

/** In the order of the report. */
export const SUITES: readonly Suite[] = [sdk, btcli, typescript];
