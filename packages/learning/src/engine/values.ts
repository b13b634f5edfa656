import type { Tensor, TensorConstructor } from "onnxruntime-node";
import type { TensorData, Value } from "./engine.ts";

export function toOrt(OrtTensor: TensorConstructor, { data, shape }: Value): Tensor {
  if (data instanceof Float32Array) return new OrtTensor("float32", data, shape);
  if (data instanceof Uint8Array) return new OrtTensor("uint8", data, shape);
  return new OrtTensor("int64", data, shape);
}

export function fromOrt(results: Readonly<Record<string, Tensor>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => [name, { data: tensor.data as TensorData, shape: tensor.dims }]),
  );
}
