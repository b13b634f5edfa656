import { randomInt } from "node:crypto";
import { defineValidator } from "@myelin/subnets/kit";
import { task } from "./task.ts";

const POINTS = 20;

/** Draws another line for every round. `question` travels to the miners; `truth` never does. */
export default defineValidator(
  task,
  () => ({
    ask() {
      const [slope, start] = [between(-5, 5), between(-5, 5)];
      const x = Array.from({ length: POINTS }, () => between(-1, 1));
      const y = x.map((each) => start + slope * each + between(-0.5, 0.5));
      const at = between(-1, 1);
      return { question: { x, y, at }, truth: start + slope * at };
    },
  }),
  { roundSeconds: 5, answerSeconds: 4 },
);

/** Uniform, and not to be foreseen from earlier numbers, as `Math.random` is. */
function between(low: number, high: number): number {
  return low + ((high - low) * randomInt(2 ** 32)) / 2 ** 32;
}
