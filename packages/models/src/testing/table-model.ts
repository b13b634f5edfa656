import type { Graph } from "@myelin/learning/graph/graph";

/** Logits of a table, by the last step: what a language model of one token of memory is. */
export function tableModel(
  size: number,
  table: (before: number) => Float32Array,
  extra: readonly string[] = [],
): (graph: Graph) => void {
  return (graph) => {
    const values = new Float32Array(size * size);
    for (let before = 0; before < size; before++) values.set(table(before), before * size);
    const ids = graph.input("input_ids", [-1, -1], "int64");
    let logits = graph.emit("Gather", [graph.constant(values, [size, size]), ids], [-1, -1, size]);
    for (const name of extra) {
      const used = graph.emit("Cast", [graph.input(name, [-1, -1], "int64")], [-1, -1], {
        attributes: { to: { int: 1 } },
      });
      const zero = graph.emit("Mul", [graph.emit("ReduceMean", [used], [1, 1]), graph.scalar(0)], [1, 1]);
      logits = graph.emit("Add", [logits, zero], [-1, -1, size]);
    }
    graph.output("logits", logits);
  };
}
