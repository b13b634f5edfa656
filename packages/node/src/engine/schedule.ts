/**
 * Calls `due` at whole multiples of the interval since 1970, so that block times neither drift nor depend on how long a
 * block takes. A turn that comes too late is left out, never made up for.
 */
export class Schedule {
  private readonly due: () => Promise<unknown>;
  private readonly clock: () => number;
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private interval: number;

  constructor(interval: number, due: () => Promise<unknown>, clock: () => number) {
    this.interval = interval;
    this.due = due;
    this.clock = clock;
  }

  get milliseconds(): number {
    return this.interval;
  }

  /** Takes effect at once: a turn that was being waited for is scheduled anew. */
  change(milliseconds: number): void {
    this.interval = milliseconds;
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.wait();
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.wait();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private wait(): void {
    const now = this.clock();
    const next = (Math.floor(now / this.interval) + 1) * this.interval;
    this.timer = setTimeout(() => this.turn(), next - now);
  }

  private async turn(): Promise<void> {
    this.timer = undefined;
    await this.due();
    if (this.running && this.timer === undefined) this.wait();
  }
}
