/** Time as the schedule sees it; tests give their own. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Resolves after `ms`, or earlier when `wake` does. */
  sleep(ms: number, wake: Promise<void>): Promise<void>;
  /** Resolves once messages that have arrived were delivered. */
  turn(): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  async sleep(ms, wake) {
    let timer: NodeJS.Timeout | undefined;
    const elapsed = new Promise<void>((resolve) => {
      if (Number.isFinite(ms)) timer = setTimeout(resolve, ms);
    });
    await Promise.race([elapsed, wake]);
    clearTimeout(timer);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};

export interface ScheduleOptions {
  /** One step of background work; false when there is none to do until the next request. */
  readonly step: () => Promise<boolean>;
  /** Share of time given to steps, in (0, 1]. */
  readonly cpuShare: number;
  readonly clock?: Clock;
}

/**
 * One thread's time divided between requests and training: requests go first and in order, a step runs only when none waits, and
 * after a step of t milliseconds the next one waits t (1 / share − 1). On a busy machine a step takes longer and so the rests do too.
 */
export class Schedule {
  readonly #step: () => Promise<boolean>;
  readonly #restPerWork: number;
  readonly #clock: Clock;
  readonly #requests: (() => Promise<void>)[] = [];
  #nextStep = 0;
  #training = true;
  #stopped = false;
  #wake: () => void = () => {};

  constructor({ step, cpuShare, clock = SYSTEM_CLOCK }: ScheduleOptions) {
    this.#step = step;
    this.#restPerWork = 1 / cpuShare - 1;
    this.#clock = clock;
  }

  /** Runs `request` before any further step; resolves with its result. */
  serve<T>(request: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#requests.push(() => request().then(resolve, reject));
      this.#wake();
    });
  }

  /** Lets steps run, or not. */
  setTraining(on: boolean): void {
    this.#training = on;
    this.#wake();
  }

  /** Serves and steps until {@link Schedule.stop}; requests that wait then are still served. */
  async run(): Promise<void> {
    let idle = false;
    while (!this.#stopped || this.#requests.length > 0) {
      await this.#clock.turn();
      const request = this.#requests.shift();
      if (request !== undefined) {
        await request();
        idle = false;
        continue;
      }
      if (this.#stopped) continue;
      const rest = this.#training && !idle ? this.#nextStep - this.#clock.now() : Number.POSITIVE_INFINITY;
      if (rest > 0) await this.#clock.sleep(rest, new Promise((resolve) => (this.#wake = resolve)));
      else idle = !(await this.#timedStep());
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async #timedStep(): Promise<boolean> {
    const start = this.#clock.now();
    const worked = await this.#step();
    const end = this.#clock.now();
    this.#nextStep = end + (end - start) * this.#restPerWork;
    return worked;
  }
}
