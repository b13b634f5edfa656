import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import { type Codec, codec, Reader, readLength, ScaleError, Writer, writeLength } from "@myelin/primitives/scale";
import type { ImplicitEnv, TransactionExtension } from "../extension.ts";
import {
  type AccountId,
  type AnyType,
  bytes,
  type CallValue,
  type Extrinsic,
  type Hash,
  MultiAddress,
  type MultiAddressValue,
  MultiSignature,
  type MultiSignatureValue,
  type Type,
} from "../types/index.ts";
import { define } from "../types/type.ts";
import { unknown } from "../validity.ts";
import { ExtrinsicDecodeError } from "./errors.ts";

const BARE = [0x04, 0x05];
const SIGNED = 0x84;
const GENERAL = 0x45;
/** Signed payloads longer than this are hashed first. */
const LONGEST_PLAIN_PAYLOAD = 256;

/** Nesting of calls that the pool accepts (`decode_all_with_depth_limit(8, …)` in `runtime/src/lib.rs`). */
export const MAX_POOL_CALL_DEPTH = 8;

/** What is needed to sign or check a signature. */
export interface SignaturePayload {
  readonly signer: AccountId;
  readonly signature: MultiSignatureValue;
  /** What was signed: call, extension bytes and implicit bytes, hashed if longer than 256 bytes. */
  readonly message: Uint8Array;
}

/**
 * Reads and writes extrinsics of one runtime with one cursor.
 *
 * Formats: `substrate/primitives/runtime/src/generic/unchecked_extrinsic.rs` of polkadot-sdk, versions 4 and 5.
 */
export class ExtrinsicFormat {
  readonly #extensions: readonly TransactionExtension[];
  readonly #call: Codec<CallValue>;
  readonly #deepest: () => number;

  /** `deepest` tells how deeply calls were nested in what `call` read last. */
  constructor(call: Codec<CallValue>, deepest: () => number, extensions: readonly TransactionExtension[]) {
    this.#call = call;
    this.#deepest = deepest;
    this.#extensions = extensions;
  }

  /** Decodes an extrinsic with its length prefix, which must match exactly. */
  decode(input: Uint8Array): Extrinsic {
    const reader = new Reader(input);
    try {
      const length = readLength(reader);
      if (length !== reader.remaining) {
        throw new ScaleError("SCALE_INVALID", `length prefix says ${length} bytes, there are ${reader.remaining}`);
      }
      const extrinsic = this.#read(reader, reader.u8());
      reader.end();
      return extrinsic;
    } catch (error) {
      if (!(error instanceof ScaleError)) throw error;
      throw new ExtrinsicDecodeError(`not an extrinsic of this chain: ${error.message}`, error);
    }
  }

  #read(reader: Reader, version: number): Extrinsic {
    if (version === SIGNED) {
      const address = MultiAddress.codec.read(reader) as MultiAddressValue;
      const signature = MultiSignature.codec.read(reader) as MultiSignatureValue;
      return { kind: "signed", signed: { address, signature }, ...this.#readExtra(reader), ...this.#readCall(reader) };
    }
    if (version === GENERAL) {
      const extensionVersion = reader.u8();
      if (extensionVersion !== 0)
        throw new ScaleError("SCALE_INVALID", `unknown extension version ${extensionVersion}`);
      return { kind: "general", ...this.#readExtra(reader), ...this.#readCall(reader) };
    }
    if (!BARE.includes(version)) throw new ScaleError("SCALE_INVALID", "Invalid transaction version");
    const at = reader.offset;
    return { kind: "bare", extra: [], extraRange: [at, at], ...this.#readCall(reader) };
  }

  #readExtra(reader: Reader): Pick<Extrinsic, "extra" | "extraRange"> {
    const start = reader.offset;
    const extra: unknown[] = [];
    for (const { type } of this.#extensions) extra.push(type.codec.read(reader));
    return { extra, extraRange: [start, reader.offset] };
  }

  #readCall(reader: Reader): Pick<Extrinsic, "bytes" | "call" | "callRange" | "callDepth"> {
    const start = reader.offset;
    const call = this.#call.read(reader);
    return { bytes: reader.bytes, call, callRange: [start, reader.offset], callDepth: this.#deepest() };
  }

  /** A bare extrinsic (version 5, as inherents are encoded). */
  encodeBare(call: CallValue): Uint8Array {
    return this.#prefixed((writer) => {
      writer.u8(0x05);
      this.#call.write(writer, call);
    });
  }

  /** A signed extrinsic; `extra` are the values of the extensions in order. */
  encodeSigned(
    call: CallValue,
    address: MultiAddressValue,
    signature: MultiSignatureValue,
    extra: readonly unknown[],
  ): Uint8Array {
    return this.#prefixed((writer) => {
      writer.u8(SIGNED);
      MultiAddress.codec.write(writer, address);
      MultiSignature.codec.write(writer, signature);
      this.#extensions.forEach(({ type }, i) => {
        type.codec.write(writer, extra[i]);
      });
      this.#call.write(writer, call);
    });
  }

  #prefixed(write: (writer: Writer) => void): Uint8Array {
    const body = new Writer();
    write(body);
    const whole = new Writer(body.length + 4);
    writeLength(whole, body.length);
    whole.raw(body.finish());
    return whole.finish();
  }

  /** The message that the signer of `extrinsic` signed. */
  signaturePayload(extrinsic: Extrinsic, env: ImplicitEnv): SignaturePayload {
    if (!extrinsic.signed) throw new ExtrinsicDecodeError("the extrinsic is not signed");
    const writer = new Writer(extrinsic.bytes.length + 128);
    writer.raw(extrinsic.bytes.subarray(...extrinsic.callRange));
    writer.raw(extrinsic.bytes.subarray(...extrinsic.extraRange));
    this.#writeImplicit(writer, extrinsic.extra, env);
    return { signer: signerOf(extrinsic), signature: extrinsic.signed.signature, message: shortened(writer.finish()) };
  }

  /** The message to sign for a call with the given extension values. */
  signingPayload(call: CallValue, extra: readonly unknown[], env: ImplicitEnv): Uint8Array {
    const writer = new Writer();
    this.#call.write(writer, call);
    this.#extensions.forEach(({ type }, i) => {
      type.codec.write(writer, extra[i]);
    });
    this.#writeImplicit(writer, extra, env);
    return shortened(writer.finish());
  }

  #writeImplicit(writer: Writer, extra: readonly unknown[], env: ImplicitEnv): void {
    this.#extensions.forEach(({ additional, implicit }, i) => {
      if (implicit) additional.codec.write(writer, implicit(extra[i], env));
    });
  }
}

function shortened(payload: Uint8Array): Uint8Array {
  return payload.length > LONGEST_PLAIN_PAYLOAD ? blake2b256(payload) : payload;
}

/** The signing account. Only the form `Id` can be looked up, as on the chain (`AccountIdLookup`). */
export function signerOf(extrinsic: Extrinsic): AccountId {
  const address = extrinsic.signed?.address;
  if (address?.type !== "Id") throw unknown("CannotLookup");
  return address.value;
}

/** Hash of an extrinsic as clients know it: blake2-256 of the whole encoding. */
export function extrinsicHash(extrinsic: Extrinsic | Uint8Array): Hash {
  return toHex(blake2b256(extrinsic instanceof Uint8Array ? extrinsic : extrinsic.bytes));
}

/** The type of extrinsics: opaque bytes whose parameters tell clients the types of the parts. */
export function extrinsicType(
  format: { decode(input: Uint8Array): Extrinsic },
  call: AnyType,
  extra: AnyType,
): Type<Extrinsic> {
  const opaque = codec<Extrinsic>({
    write: (writer, value) => writer.raw(value.bytes),
    read(reader) {
      const start = reader.offset;
      const length = readLength(reader);
      reader.take(length);
      return format.decode(reader.bytes.slice(start, reader.offset));
    },
  });
  const params = [
    { name: "Address", type: MultiAddress },
    { name: "Call", type: call },
    { name: "Signature", type: MultiSignature },
    { name: "Extra", type: extra },
  ];
  const path = ["sp_runtime", "generic", "unchecked_extrinsic", "UncheckedExtrinsic"];
  return define(opaque, {
    key: path.join("::"),
    label: "UncheckedExtrinsic",
    path,
    params,
    shape: () => ({ tag: "composite", fields: [{ type: bytes }] }),
  });
}
