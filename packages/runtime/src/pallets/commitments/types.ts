/** What neurons commit to: `pallets/commitments/src/types.rs`. */
import {
  boundedBytes,
  boundedVec,
  enumeration,
  fixedBytes,
  struct,
  type Type,
  u32,
  u64,
  type ValueOf,
} from "@myelin/frame";

export const MAX_FIELDS = 3;
const MAX_RAW = 128;
const MAX_TIMELOCK = 1024;
const MAX_BIG_RAW = 512;

/** `Raw0` … `Raw128`: short bytes, their length told by the variant. */
const raw: Record<`Raw${number}`, readonly [number, ReturnType<typeof fixedBytes>]> = {};
for (let length = 0; length <= MAX_RAW; length++) raw[`Raw${length}`] = [length + 1, fixedBytes(length)];

const hash = fixedBytes(32);

const variants = enumeration("pallet_commitments::types::Data", {
  None: [0],
  ...raw,
  BlakeTwo256: [130, hash],
  Sha256: [131, hash],
  Keccak256: [132, hash],
  ShaThree256: [133, hash],
  TimelockEncrypted: [134, { encrypted: boundedBytes(MAX_TIMELOCK), reveal_round: u64 }],
  ResetBondsFlag: [135],
  BigRaw: [136, boundedBytes(MAX_BIG_RAW)],
});
export type Data = ValueOf<typeof variants> | { readonly type: `Raw${number}`; readonly value: Uint8Array };
export const Data = variants as Type<Data>;

export const CommitmentInfo = struct(
  "pallet_commitments::types::CommitmentInfo",
  { fields: boundedVec(Data, MAX_FIELDS) },
  { params: [{ name: "FieldLimit" }] },
);

export const Registration = struct(
  "pallet_commitments::types::Registration",
  { deposit: u64, block: u32, info: CommitmentInfo },
  {
    params: [{ name: "Balance", type: u64 }, { name: "MaxFields" }, { name: "BlockNumber", type: u32 }],
  },
);

/** Bytes used in an epoch. */
export const UsageTracker = struct("pallet_commitments::types::UsageTracker", { last_epoch: u64, used_space: u64 });

/** Bytes that a field counts for in the space limit. */
export function spaceOf(field: Data): number {
  switch (field.type) {
    case "None":
    case "ResetBondsFlag":
      return 0;
    case "TimelockEncrypted":
      return field.value.encrypted.length;
    default:
      return field.value.length;
  }
}
