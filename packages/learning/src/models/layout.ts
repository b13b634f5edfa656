import type { Graph, Tensor } from "../graph/graph.ts";
import { reshape, split } from "../graph/operators.ts";
import { sizeOf } from "../graph/shape.ts";
import type { Shape } from "../onnx/model.ts";
import { Random } from "../random.ts";

export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  /** Standard deviation of the first values around `centre`; 0 sets them all to `centre`. */
  readonly deviation: number;
  readonly centre: number;
}

export function matrix(name: string, shape: Shape, deviation: number): Parameter {
  return { name, shape, deviation, centre: 0 };
}

export function vector(name: string, length: number, centre: number): Parameter {
  return { name, shape: [length], deviation: 0, centre };
}

/**
 * The parameters of a model in one flat float32 vector, matrices first. One vector keeps a step's inputs and outputs few, so that
 * the optimiser is a dozen nodes and crossing into the engine costs nothing.
 */
export class ParameterLayout {
  readonly parameters: readonly Parameter[];
  readonly size: number;
  readonly matrixSize: number;

  constructor(parameters: readonly Parameter[]) {
    const isMatrix = ({ shape }: Parameter): boolean => shape.length > 1;
    this.parameters = [...parameters.filter(isMatrix), ...parameters.filter((p) => !isMatrix(p))];
    this.size = total(this.parameters);
    this.matrixSize = total(this.parameters.filter(isMatrix));
  }

  /** First values: uniform, because uniform numbers need no logarithm and so are the same bits on every machine. */
  init(seed: string | number): Float32Array {
    const values = new Float32Array(this.size);
    let offset = 0;
    for (const { name, shape, deviation, centre } of this.parameters) {
      const random = Random.fromSeed(`${seed}/init/${name}`);
      const end = offset + sizeOf(shape);
      const reach = deviation * Math.sqrt(3);
      for (; offset < end; offset++) values[offset] = reach === 0 ? centre : centre + reach * (2 * random.float() - 1);
    }
    return values;
  }

  /** The parameters cut out of the flat vector `params`, by name and in order. */
  cut(g: Graph, params: Tensor): Map<string, Tensor> {
    const sizes = this.parameters.map(({ shape }) => sizeOf(shape));
    const pieces = split(g, params, 0, sizes);
    return new Map(this.parameters.map(({ name, shape }, i) => [name, reshape(g, pieces[i]!, shape)]));
  }

  /** Views of `flat` by parameter name. */
  views(flat: Float32Array): Map<string, Float32Array> {
    let offset = 0;
    return new Map(
      this.parameters.map(({ name, shape }) => {
        const start = offset;
        offset += sizeOf(shape);
        return [name, flat.subarray(start, offset)];
      }),
    );
  }
}

function total(parameters: readonly Parameter[]): number {
  return parameters.reduce((size, { shape }) => size + sizeOf(shape), 0);
}
