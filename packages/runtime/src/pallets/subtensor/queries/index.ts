import { DelegateInfoRuntimeApi } from "./delegate_info.ts";
import { StakeInfoRuntimeApi } from "./stake_info.ts";

/** Runtime APIs of SubtensorModule. */
export const apis = [DelegateInfoRuntimeApi, StakeInfoRuntimeApi];
