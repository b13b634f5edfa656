import { ProtobufWriter } from "./protobuf.ts";

/**
 * An ONNX model as plain data and its encoding. Field numbers are those of `onnx/onnx.proto` in onnx/onnx.
 */
export type ElementType = "float32" | "uint8" | "int32" | "int64" | "bool";

/** A dimension; -1 is one that is known only when the graph runs. */
export type Shape = readonly number[];

export type Attribute =
  | { readonly float: number }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly string: string };

export interface OnnxNode {
  readonly operator: string;
  /** "" for the standard operators, "com.microsoft" for onnxruntime's own. */
  readonly domain: string;
  /** Names of the inputs; "" for an optional one left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

export interface OnnxConstant extends OnnxValue {
  /** Little-endian elements. */
  readonly data: Uint8Array;
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

const IR_VERSION = 8;
const OPSET = 17;

const ELEMENT_CODE: Record<ElementType, number> = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 };

/** The code by which ONNX's Cast and ConstantOfShape name an element type. */
export function elementCode(type: ElementType): number {
  return ELEMENT_CODE[type];
}

/** The bytes of a `ModelProto`, readable by any ONNX runtime with onnxruntime's contrib operators. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const graph = new ProtobufWriter();
  for (const node of model.nodes) graph.message(1, encodeNode(node));
  graph.string(2, "myelin");
  for (const constant of model.constants) graph.message(5, encodeConstant(constant));
  for (const input of model.inputs) graph.message(11, encodeValue(input));
  for (const output of model.outputs) graph.message(12, encodeValue(output));
  return new ProtobufWriter()
    .integer(1, IR_VERSION)
    .string(2, "myelin")
    .message(7, graph)
    .message(8, new ProtobufWriter().string(1, "").integer(2, OPSET))
    .message(8, new ProtobufWriter().string(1, "com.microsoft").integer(2, 1))
    .finish();
}

function encodeNode(node: OnnxNode): ProtobufWriter {
  const out = new ProtobufWriter();
  for (const name of node.inputs) out.string(1, name);
  for (const name of node.outputs) out.string(2, name);
  out.string(4, node.operator);
  for (const [name, value] of Object.entries(node.attributes)) out.message(5, encodeAttribute(name, value));
  return node.domain === "" ? out : out.string(7, node.domain);
}

function encodeAttribute(name: string, value: Attribute): ProtobufWriter {
  const out = new ProtobufWriter().string(1, name);
  if ("float" in value) return out.float(2, value.float).integer(20, 1);
  if ("int" in value) return out.integer(3, value.int).integer(20, 2);
  if ("string" in value) return out.string(4, value.string).integer(20, 3);
  for (const item of value.ints) out.integer(8, item);
  return out.integer(20, 7);
}

function encodeConstant(constant: OnnxConstant): ProtobufWriter {
  const out = new ProtobufWriter();
  for (const size of constant.shape) out.integer(1, size);
  return out.integer(2, elementCode(constant.type)).string(8, constant.name).bytes(9, constant.data);
}

function encodeValue(value: OnnxValue): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const size of value.shape) {
    shape.message(1, size < 0 ? new ProtobufWriter().string(2, "n") : new ProtobufWriter().integer(1, size));
  }
  const tensor = new ProtobufWriter().integer(1, elementCode(value.type)).message(2, shape);
  return new ProtobufWriter().string(1, value.name).message(2, new ProtobufWriter().message(1, tensor));
}
