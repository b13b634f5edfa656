import { expect, test } from "vitest";
import { type Clock, Schedule } from "./schedule.ts";

/** A clock that only sleeping and working move. */
function fakeClock(): Clock & { work(ms: number): void } {
  let time = 0;
  return {
    now: () => time,
    work(ms) {
      time += ms;
    },
    async sleep(ms, wake) {
      if (Number.isFinite(ms)) time += ms;
      else await wake;
    },
    turn: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

test("requests that arrive during a step are answered before the next step, in order", async () => {
  const events: string[] = [];
  const clock = fakeClock();
  const answers: Promise<unknown>[] = [];
  let steps = 0;
  const schedule = new Schedule({
    cpuShare: 1,
    clock,
    step: async () => {
      events.push(`step ${++steps}`);
      if (steps === 2) {
        for (const name of ["a", "b", "c"]) answers.push(schedule.serve(async () => events.push(name)));
      }
      if (steps === 3) schedule.stop();
      return true;
    },
  });
  await schedule.run();
  await Promise.all(answers);
  expect(events).toEqual(["step 1", "step 2", "a", "b", "c", "step 3"]);
});

test("steps take their share of time and no more", async () => {
  const clock = fakeClock();
  let worked = 0;
  const schedule = new Schedule({
    cpuShare: 0.25,
    clock,
    step: async () => {
      clock.work(10);
      worked += 10;
      if (worked === 500) schedule.stop();
      return true;
    },
  });
  await schedule.run();
  expect(worked / clock.now()).toBeGreaterThan(0.245);
  expect(worked / clock.now()).toBeLessThan(0.26);
});

test("without work it rests until a request comes", async () => {
  let available = 0;
  let steps = 0;
  const schedule = new Schedule({
    cpuShare: 1,
    clock: fakeClock(),
    step: async () => {
      steps++;
      return available-- > 0;
    },
  });
  const running = schedule.run();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(steps).toBe(1);
  await schedule.serve(async () => {
    available = 3;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(steps).toBe(5);
  schedule.stop();
  await running;
});

test("paused, it answers and does not step; a failing request fails alone", async () => {
  let steps = 0;
  const schedule = new Schedule({ cpuShare: 1, clock: fakeClock(), step: async () => ++steps > 0 });
  schedule.setTraining(false);
  const running = schedule.run();
  await expect(schedule.serve(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await schedule.serve(async () => 7)).toBe(7);
  expect(steps).toBe(0);
  schedule.stop();
  await running;
});
