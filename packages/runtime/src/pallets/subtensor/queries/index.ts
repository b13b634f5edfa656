import { DelegateInfoRuntimeApi } from "./delegate_info.ts";
import { NeuronInfoRuntimeApi } from "./neuron_info.ts";
import { StakeInfoRuntimeApi } from "./stake_info.ts";
import { SubnetInfoRuntimeApi, SubnetRegistrationRuntimeApi } from "./subnet_api.ts";

/** Runtime APIs of SubtensorModule. */
export const apis = [
  DelegateInfoRuntimeApi,
  NeuronInfoRuntimeApi,
  SubnetInfoRuntimeApi,
  StakeInfoRuntimeApi,
  SubnetRegistrationRuntimeApi,
];
