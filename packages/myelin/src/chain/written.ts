/** Parts of a block as plain data, by the types of the chain's metadata. */
import type { ChainMetadata, DecodedExtrinsic } from "@myelin/client";
import { forJson, type Plain, writeValue } from "../values/write.ts";
import type { Block, BlockEvent, BlockExtrinsic } from "./block.ts";

/** The arguments of a call by name. */
export function writeArguments(
  { metadata }: { metadata: ChainMetadata },
  call: DecodedExtrinsic,
): Record<string, Plain> {
  const { args, argTypes } = metadata.callEntry(call.pallet, call.call);
  return Object.fromEntries(args.map((name, i) => [name, writeValue(metadata.types, argTypes[i]!, call.args[name])]));
}

/** The fields of an event: an object where they have names, else the value or a list. */
export function writeEvent({ metadata }: { metadata: ChainMetadata }, { pallet, name, value }: BlockEvent): Plain {
  const fields = metadata.events.get(pallet)?.find((event) => event.name === name)?.fields ?? [];
  if (fields.length === 0) return null;
  if (fields[0]!.name === undefined) {
    const values = fields.length === 1 ? [value] : (value as unknown[]);
    const written = fields.map(({ type }, i) => writeValue(metadata.types, type, values[i]));
    return written.length === 1 ? written[0]! : written;
  }
  const object = value as Record<string, unknown>;
  return Object.fromEntries(fields.map(({ name, type }) => [name!, writeValue(metadata.types, type, object[name!])]));
}

type Context = { metadata: ChainMetadata };

export function eventJson(context: Context, event: BlockEvent): Record<string, unknown> {
  const { extrinsic, pallet, name } = event;
  return { extrinsic: extrinsic ?? null, event: `${pallet}.${name}`, value: forJson(writeEvent(context, event)) };
}

export function extrinsicJson(context: Context, extrinsic: BlockExtrinsic): Record<string, unknown> {
  const { index, hash, bytes, decoded, problem, error, events } = extrinsic;
  const does =
    decoded === undefined
      ? { problem }
      : {
          call: `${decoded.pallet}.${decoded.call}`,
          signer: decoded.signed?.signer ?? null,
          args: forJson(writeArguments(context, decoded)),
        };
  return {
    index,
    hash,
    bytes,
    ...does,
    error: error ?? null,
    events: eventsJson(context, events),
  };
}

/** `null` where the node no longer has them. */
function eventsJson(context: Context, events: readonly BlockEvent[] | undefined): unknown {
  return events?.map((event) => eventJson(context, event)) ?? null;
}

export function blockJson(context: Context, { extrinsics, events, time, ...header }: Block): Record<string, unknown> {
  return {
    ...header,
    time: time === undefined ? null : new Date(time).toISOString(),
    extrinsics: extrinsics.map((extrinsic) => extrinsicJson(context, extrinsic)),
    events: eventsJson(context, events),
  };
}
