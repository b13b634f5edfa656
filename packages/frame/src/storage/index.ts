export {
  type AnyStorage,
  doubleMap,
  map,
  nMap,
  type StorageOf,
  storage,
  value,
} from "./definition.ts";
export type { ItemDescription } from "./description.ts";
export { type Hasher, hashers } from "./hashers.ts";
export { itemPrefix, type StorageContext } from "./item.ts";
export { MapItem } from "./map-item.ts";
export { Overlay } from "./overlay.ts";
export { ValueItem } from "./value-item.ts";
