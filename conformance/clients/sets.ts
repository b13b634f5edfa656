/** Versions of Bittensor's clients that share one environment; frozen in `<name>.lock`. */
export interface ClientSet {
  readonly name: string;
  readonly clients: string;
  /** Folders of `scenarios/` whose tests it runs. */
  readonly scenarios: readonly string[];
  /** Folders that take minutes: run at night only. */
  readonly long?: readonly string[];
  readonly nightly: boolean;
}

export const SETS: readonly ClientSet[] = [
  { name: "a", clients: "SDK 10.5.0, btcli 9.23.2", scenarios: ["sdk", "btcli"], long: ["language"], nightly: false },
  { name: "b", clients: "SDK 10.2.1", scenarios: ["sdk"], nightly: false },
  { name: "c", clients: "btcli 9.21.2", scenarios: ["btcli"], nightly: true },
  { name: "c-old", clients: "btcli 9.20.1", scenarios: ["btcli"], nightly: true },
  { name: "d", clients: "SDK 11.3.0", scenarios: ["sdk11"], nightly: true },
];
