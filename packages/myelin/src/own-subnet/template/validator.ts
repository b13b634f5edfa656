import { defineValidator } from "@myelin/subnets/kit";
import { task } from "./task.ts";

const POINTS = 20;

/** Draws another line for every round, which nobody can foresee. `question` travels to the miners; `truth` never does. */
export default defineValidator(
  task,
  ({ random }) => ({
    ask() {
      const [slope, start] = [random.number(-5, 5), random.number(-5, 5)];
      const x = Array.from({ length: POINTS }, () => random.number(-1, 1));
      const y = x.map((each) => start + slope * each + random.number(-0.5, 0.5));
      const at = random.number(-1, 1);
      return { question: { x, y, at }, truth: start + slope * at };
    },
  }),
  { roundSeconds: 5, answerSeconds: 4 },
);
