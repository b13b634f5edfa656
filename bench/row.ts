/** One line of a benchmark. `ratio` is above 1 when `ours` is better than `anchor`; null when there is no anchor. */
export interface Row {
  name: string;
  ours: number;
  anchor: number | null;
  unit: string;
  ratio: number | null;
}
