import { defineSynapse, type Field, type Fields, type FieldValue, optional, type Synapse } from "@myelin/neuron";
import { TaskError } from "./errors.ts";

/** Values of fields: what a question or an answer holds. */
export type ValuesOf<F extends Fields> = { -readonly [K in keyof F]: FieldValue<F[K]> };

/** What is asked, what is answered, and what an answer is worth. */
export interface TaskDefinition<Q extends Fields, A extends Fields, T> {
  /** Name of the request on the wire, as `Forecast`. */
  readonly name: string;
  /** What travels to miners. */
  readonly question: Q;
  /** What comes back. */
  readonly answer: A;
  /**
   * The worth of an answer, any number; below zero counts as zero in pay. `truth` is what only the validator knows when it asks: it
   * never travels. Miners may read the rule, and should find that an honest answer is the best one.
   */
  score(answer: ValuesOf<A>, truth: T, question: ValuesOf<Q>): number;
}

/** A task, ready to be served and asked. Made by {@link defineTask}. */
export interface Task<Q extends Fields = Fields, A extends Fields = Fields, T = unknown>
  extends TaskDefinition<Q, A, T> {
  readonly synapse: Synapse;
}

/**
 * Defines what a subnet is about. Fields are those of synapses: `int`, `float`, `text`, `bool`, `list`, `record`, `object`, `json`,
 * `optional`, `withDefault`. An answer that lacks a field, or holds anything else in it, is no answer and scores nothing.
 *
 * @throws {TaskError} for a name or fields that cannot travel.
 *
 * @example
 * ```ts
 * export const task = defineTask({
 *   name: "Root",
 *   question: { square: float },
 *   answer: { root: float },
 *   score: ({ root }, truth: number) => 1 / (1 + Math.abs(root - truth)),
 * });
 * ```
 */
export function defineTask<const Q extends Fields, const A extends Fields, T>(
  definition: TaskDefinition<Q, A, T>,
): Task<Q, A, T> {
  const { name, question, answer } = definition;
  if (Object.keys(question).length === 0) throw new TaskError(name, "asks nothing: give it a field of the question");
  if (Object.keys(answer).length === 0) throw new TaskError(name, "has no answer: give it a field of the answer");
  const both = Object.keys(answer).find((field) => field in question);
  if (both !== undefined) throw new TaskError(name, `has "${both}" in its question and in its answer: rename one`);
  const answered = Object.entries(answer).map(([key, field]) => [key, isRequired(field) ? optional(field) : field]);
  return { ...definition, synapse: defineSynapse({ name, fields: { ...question, ...Object.fromEntries(answered) } }) };
}

/** The answer among a synapse's values, or undefined where a field of it is missing. */
export function answerIn(task: Task, values: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (values === undefined) return undefined;
  const answer: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(task.answer)) {
    if (values[name] === null && isRequired(field)) return undefined;
    answer[name] = values[name];
  }
  return answer;
}

function isRequired(field: Field<unknown>): boolean {
  return field.initial === undefined;
}
