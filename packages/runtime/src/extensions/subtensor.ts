/**
 * Extensions of subtensor's own. Two of them only keep their place in the signed bytes, because the pallet that one serves
 * (Drand) or the feature (a metadata digest compiled into the runtime) do not exist here yet.
 */
import {
  extension,
  fixedBytes,
  invalid,
  marker,
  names,
  option,
  PalletError,
  struct,
  unit,
  unknown,
} from "@myelin/frame";
import { parseShielded } from "@myelin/primitives/shield";
import { envelopeOf } from "../pallets/mev_shield/shielded.ts";
import { customErrorOf } from "../pallets/subtensor/guards/custom_error.ts";
import { checkGuards } from "../pallets/subtensor/guards/index.ts";
import { S as Sudo } from "../pallets/sudo/storage.ts";

const runtime = { params: [{ name: "T", type: marker("node_subtensor_runtime::Runtime") }] };

/** Only the sudo key may send Sudo calls (`runtime/src/sudo_wrapper.rs`). */
export const SudoTransactionExtension = extension({
  identifier: "SudoTransactionExtension",
  type: struct("node_subtensor_runtime::sudo_wrapper::SudoTransactionExtension", {}, runtime),
  additional: unit,
  validate(ctx, who, call) {
    if (call.type === "Sudo" && who !== Sudo.Key.get(ctx)) throw invalid("BadSigner");
    return undefined;
  },
});

/** `CustomTransactionError::FailedShieldedTxParsing` (`common/src/transaction_error.rs`). */
const FAILED_SHIELDED_TX_PARSING = 23;

/** Envelopes must be well-formed; whether anybody can open them is the block author's to find (`pallets/shield/src/extension.rs`). */
export const CheckShieldedTxValidity = extension({
  identifier: "CheckShieldedTxValidity",
  type: struct("pallet_shield::extension::CheckShieldedTxValidity", {}, runtime),
  additional: unit,
  validate(_ctx, _who, call) {
    const envelope = envelopeOf(call);
    if (envelope && !parseShielded(envelope)) throw invalid("Custom", FAILED_SHIELDED_TX_PARSING);
    return undefined;
  },
});

/** The dispatch guards, run in the pool already, their errors told as Custom codes (`pallets/subtensor/src/extensions/subtensor.rs`). */
export const SubtensorTransactionExtension = extension({
  identifier: "SubtensorTransactionExtension",
  type: struct("pallet_subtensor::extensions::subtensor::SubtensorTransactionExtension", {}, runtime),
  additional: unit,
  validate(ctx, who, call) {
    try {
      checkGuards(ctx, who, call);
    } catch (error) {
      if (error instanceof PalletError) throw invalid("Custom", customErrorOf(error));
      throw error;
    }
    return undefined;
  },
});

export const DrandPriority = extension({
  identifier: "DrandPriority",
  type: struct("pallet_drand::drand_priority::DrandPriority", {}, runtime),
  additional: unit,
});

const Mode = names("frame_metadata_hash_extension::Mode", "Disabled", "Enabled");

/**
 * The runtime carries no metadata digest, so that a signature over one cannot be checked
 * (`substrate/frame/metadata-hash-extension/src/lib.rs`, as built without the digest).
 */
export const CheckMetadataHash = extension({
  identifier: "CheckMetadataHash",
  type: struct("frame_metadata_hash_extension::CheckMetadataHash", { mode: Mode }, { params: [{ name: "T" }] }),
  additional: option(fixedBytes(32)),
  implicit({ mode }) {
    if (mode === "Enabled") throw unknown("CannotLookup");
    return undefined;
  },
});
