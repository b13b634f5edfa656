import { LearningError } from "../errors.ts";
import {
  type Attribute,
  type ElementType,
  encodeModel,
  type OnnxConstant,
  type OnnxNode,
  type OnnxValue,
  type Shape,
} from "../onnx/model.ts";

/** A value in a graph: a name, a shape and an element type, no data. */
export interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  readonly type: ElementType;
}

export interface EmitOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly domain?: string;
  readonly type?: ElementType;
}

/**
 * Collects nodes and encodes them as an ONNX model.
 *
 * @example
 * const graph = new Graph();
 * const x = graph.input("x", [2, 3]);
 * graph.output("y", add(graph, x, graph.scalar(1)));
 * const session = await openSession("native", graph.encode());
 */
export class Graph {
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, OnnxConstant>();
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs = new Map<string, Tensor>();
  #names = 0;

  get nodeCount(): number {
    return this.#nodes.length;
  }

  input(name: string, shape: Shape, type: ElementType = "float32"): Tensor {
    const tensor = { name, shape, type };
    this.#inputs.push(tensor);
    return tensor;
  }

  output(name: string, tensor: Tensor): void {
    this.#outputs.set(name, tensor);
  }

  scalar(value: number): Tensor {
    return this.constant(Float32Array.of(value), []);
  }

  constant(values: Float32Array, shape: Shape): Tensor {
    return this.#constant(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), shape, "float32");
  }

  /** A vector of int64, the type of shapes, axes and indices in ONNX. */
  integers(values: readonly number[]): Tensor {
    return this.#constant(new Uint8Array(BigInt64Array.from(values, BigInt).buffer), [values.length], "int64");
  }

  /** Adds a node with one output. */
  emit(operator: string, inputs: readonly (Tensor | null)[], shape: Shape, options: EmitOptions = {}): Tensor {
    return this.emitMany(operator, inputs, [shape], options)[0]!;
  }

  /** Adds a node with one output for each of `shapes`. */
  emitMany(
    operator: string,
    inputs: readonly (Tensor | null)[],
    shapes: readonly Shape[],
    options: EmitOptions = {},
  ): Tensor[] {
    const outputs = shapes.map((shape) => ({ name: this.#fresh(), shape, type: options.type ?? "float32" }));
    this.#nodes.push({
      operator,
      domain: options.domain ?? "",
      inputs: inputs.map((tensor) => tensor?.name ?? ""),
      outputs: outputs.map((tensor) => tensor.name),
      attributes: options.attributes ?? {},
    });
    return outputs;
  }

  /** The model's bytes. */
  encode(): Uint8Array {
    const finalName = new Map<string, string>();
    for (const [name, tensor] of this.#outputs) {
      if (finalName.has(tensor.name)) throw new LearningError("GRAPH_INVALID", `${name} is already an output`);
      finalName.set(tensor.name, name);
    }
    const rename = (name: string): string => finalName.get(name) ?? name;
    return encodeModel({
      nodes: this.#nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(rename),
        outputs: node.outputs.map(rename),
      })),
      constants: [...this.#constants.values()],
      inputs: this.#inputs,
      outputs: [...this.#outputs].map(([name, { shape, type }]) => ({ name, shape, type })),
    });
  }

  #constant(data: Uint8Array, shape: Shape, type: ElementType): Tensor {
    const key = `${type}[${shape}]${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1")}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const constant = { name: this.#fresh(), shape, type, data };
    this.#constants.set(key, constant);
    return constant;
  }

  #fresh(): string {
    return `t${this.#names++}`;
  }
}
