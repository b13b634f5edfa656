export * from "./address.ts";
export * from "./basic.ts";
export * from "./collections.ts";
export * from "./composites.ts";
export * from "./era.ts";
export * from "./fixed.ts";
export {
  type CallValue,
  type ErrorValue,
  type EventValue,
  type Extrinsic,
  type OriginCallerValue,
  type OuterTypes,
  outer,
} from "./outer.ts";
export * from "./standard.ts";
export type { AnyType, Definition, Type, TypeParameter, ValueOf, VariantDefinition } from "./type.ts";
export { alias } from "./type.ts";
