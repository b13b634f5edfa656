import { bytes, call, ensure, ensureRoot, ensureSigned, h256, type Origin, vec } from "@myelin/frame";
import { weight } from "../../weights.ts";
import { Err } from "./errors.ts";
import { noteBytes, requestPreimage, unnotePreimage, unrequestPreimage } from "./preimages.ts";

/** Most hashes of one call (`MAX_HASH_UPGRADE_BULK_COUNT`). */
const MAX_HASHES = 1024;

/** The signer, or undefined for root, which manages preimages. */
const signerOrManager = (origin: Origin) => (origin.type === "Root" ? undefined : ensureSigned(origin));

export const note_preimage = call({
  index: 0,
  args: { bytes },
  weight: ({ bytes: preimage }) => weight(129_485_531n + 2_133n * BigInt(preimage.length), 6_012n, 5, 3),
  docs: "Put a preimage on the chain, under a deposit unless the chain asked for it.",
  run(ctx, origin, { bytes: preimage }) {
    const depositor = signerOrManager(origin);
    const { wasRequested } = noteBytes(ctx, preimage, depositor);
    return { paysFee: !wasRequested && depositor !== undefined };
  },
});

export const unnote_preimage = call({
  index: 1,
  args: { hash: h256 },
  weight: weight(57_648_000n, 3_802n, 3, 3),
  docs: "Take a preimage of the sender off the chain.",
  run(ctx, origin, { hash }) {
    unnotePreimage(ctx, hash, signerOrManager(origin));
  },
});

export const request_preimage = call({
  index: 2,
  args: { hash: h256 },
  weight: weight(25_485_000n, 3_556n, 2, 1),
  docs: "Ask for a preimage, so that it costs nothing to bring it (root).",
  run(ctx, origin, { hash }) {
    ensureRoot(origin);
    requestPreimage(ctx, hash);
  },
});

export const unrequest_preimage = call({
  index: 3,
  args: { hash: h256 },
  weight: weight(25_369_000n, 3_556n, 2, 2),
  docs: "Take back a request for a preimage (root).",
  run(ctx, origin, { hash }) {
    ensureRoot(origin);
    unrequestPreimage(ctx, hash);
  },
});

export const ensure_updated = call({
  index: 4,
  args: { hashes: vec(h256) },
  weight({ hashes: { length } }) {
    const n = BigInt(length);
    return weight(61_821_000n + 58_427_064n * n, 6_012n + 2_812n * n, 2 + 3 * length, 4 * length);
  },
  docs: "Bring preimages of older releases up to date; there are none on this chain, so the fee is due.",
  run(_ctx, origin, { hashes }) {
    ensureSigned(origin);
    ensure(hashes.length > 0, Err.TooFew);
    ensure(hashes.length <= MAX_HASHES, Err.TooMany);
  },
});
