import { defineTask, float, list } from "@myelin/subnets/kit";

/**
 * What the subnet is about. A miner sees points that lie near a line, and says where the line is at another place.
 *
 * Write here what yours is about: what is asked, what is answered, what an answer is worth. Both sides read this file, so
 * find a rule under which an honest answer earns most.
 */
export const task = defineTask({
  name: "Line",
  question: { x: list(float), y: list(float), at: float },
  answer: { value: float },
  /** 1 for the exact value, less the farther off. What is `truth` here stays with the validator. */
  score: ({ value }, truth: number) => 1 / (1 + (value - truth) ** 2),
});
