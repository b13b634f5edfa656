import { fromHex, type Hex, isHex, type Keypair, toHex, utf8, verify } from "@myelin/primitives";
import { decodeAddress } from "@myelin/primitives/ss58";

/**
 * What a validator lets everyone read about its rounds, on its axon's port: `GET /scores` answers a {@link ScoresPage}, `GET
 * /scores/events` sends each new {@link ScoresRound} as a server-sent event.
 */
export interface ScoresPage extends ScoresSource {
  /** Oldest first; of older rounds only some are kept. */
  readonly rounds: readonly ScoresRound[];
}

/** Whose scores. */
export interface ScoresSource {
  /** Address of the validator's hotkey. */
  readonly validator: string;
  readonly netuid: number;
  /** What text it reads, for people. */
  readonly text: string;
}

/** How one round went. */
export type RoundFigures = {
  readonly round: number;
  readonly part: number;
  /** The byte of each lane that the round was about. */
  readonly position: number;
  readonly lanes: number;
  readonly asked: number;
  readonly answers: number;
  readonly seconds: number;
  /** Bits a byte of the order-0 model in this round. */
  readonly orderZero: number;
  /** Bits a byte of the adaptive order-2 model in this round. */
  readonly orderTwo: number;
  readonly scores: readonly MinerScore[];
};

/** How one miner stands with a validator. */
export interface MinerScore {
  readonly uid: number;
  readonly hotkey: string;
  /** Mean bits a byte lately, on bytes it had not seen. */
  readonly bitsPerByte: number;
  /** Bits a byte in this round alone. */
  readonly latest: number;
  /** Mean saved over the order-0 model, in bits a byte. */
  readonly gain: number;
  /** What it is paid, in bits a byte: 0 unless the gain is certain. */
  readonly reward: number;
  /** From question to answer; null where no usable answer came. */
  readonly latencyMs: number | null;
  /** Bodies of question and answer; null where nothing came that anybody signed. */
  readonly requestBytes: number | null;
  readonly answerBytes: number | null;
}

/** One round as published. */
export interface ScoresRound extends RoundFigures {
  /** When it ended, milliseconds since 1970. */
  readonly time: number;
  /** The validator's, see {@link verifyRound}. */
  readonly signature: Hex;
}

/** Signs a round with the validator's hotkey. */
export function signRound(hotkey: Keypair, source: ScoresSource, figures: Omit<ScoresRound, "signature">): ScoresRound {
  return { ...figures, signature: toHex(hotkey.sign(signedText(source, figures))) };
}

/**
 * Whether the validator signed a round: with sr25519 over the line `myelin-scores/1` and the canonical JSON (RFC 8785) of the round
 * without its signature, with the source's `validator`, `netuid` and `text` added.
 *
 * @example
 * const { rounds, ...source } = await (await fetch("http://127.0.0.1:10044/scores")).json();
 * const honest = rounds.every((round) => verifyRound(source, round));
 */
export function verifyRound(source: ScoresSource, round: ScoresRound): boolean {
  const { signature, ...figures } = round;
  if (!isHex(signature, 64)) return false;
  try {
    return verify(fromHex(signature), signedText(source, figures), decodeAddress(source.validator));
  } catch {
    return false;
  }
}

function signedText({ validator, netuid, text }: ScoresSource, figures: object): Uint8Array {
  return utf8(`myelin-scores/1\n${canonicalJson({ ...figures, validator, netuid, text })}`);
}

/** RFC 8785: members sorted by UTF-16 code units, no spaces, numbers and texts as ECMAScript writes them. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`).join(",")}}`;
}
