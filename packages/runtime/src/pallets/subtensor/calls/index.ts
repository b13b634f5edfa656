export * from "./add_stake.ts";
export * from "./decrease_take.ts";
export * from "./dissolve_network.ts";
export * from "./increase_take.ts";
export * from "./remove_stake.ts";
