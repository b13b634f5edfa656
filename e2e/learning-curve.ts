/**
 * The learning curve of a network, computed again from the signed answers that its validators keep:
 *
 * ```sh
 * npm start -- --dir DIR            # for ten minutes, then Ctrl-C
 * node --import tsx e2e/learning-curve.ts DIR
 * ```
 *
 * Prints mean bits a byte on unseen bytes by rounds, next to the order-0 model's and to that of an adaptive order-2 model
 * that learns from the same bytes of all validators, each after it was predicted.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { bitsOf, OrderTwo } from "@myelin/learning";
import { encodeAddress } from "@myelin/primitives";
import { readPublicKeyfile } from "@myelin/primitives/keyfile";

interface RoundRecord {
  readonly part: number;
  readonly position: number;
  readonly lanes: number;
  readonly bytes: string;
  readonly orderZero: number;
  readonly answers: readonly { readonly hotkey: string; readonly bits: number }[];
}

/** Last two bytes of each lane, lane by lane. */
type Contexts = Uint8Array[];

const ROUNDS_A_ROW = 25;

/** All rounds of a validator, oldest first. */
function roundsOf(neuron: string): RoundRecord[] {
  const folder = join(neuron, "records");
  return readdirSync(folder)
    .sort()
    .flatMap((file) =>
      gunzipSync(readFileSync(join(folder, file)))
        .toString("utf8")
        .trimEnd()
        .split("\n"),
    )
    .map((line) => JSON.parse(line) as RoundRecord);
}

/** What was known of each lane before the first round: the chunk that opens the part. */
function opening(neuron: string, { lanes }: RoundRecord): Uint8Array[] {
  const chunk = new Uint8Array(readFileSync(join(neuron, "chunks", "00000000.chunk")));
  const length = chunk.length / lanes;
  return Array.from({ length: lanes }, (_, lane) => chunk.subarray(lane * length, (lane + 1) * length));
}

function learn(model: OrderTwo, contexts: Contexts, bytes: Uint8Array): void {
  for (const [lane, byte] of bytes.entries()) {
    model.update(contexts[lane]!, byte);
    contexts[lane] = Uint8Array.of(contexts[lane]![1]!, byte);
  }
}

function learnOpening(model: OrderTwo, lanes: readonly Uint8Array[]): Contexts {
  for (const lane of lanes) for (let i = 2; i < lane.length; i++) model.update(lane.subarray(i - 2, i), lane[i]!);
  return lanes.map((lane) => lane.slice(-2));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

async function names(dir: string): Promise<Map<string, string>> {
  const wallets = readdirSync(join(dir, "wallets"));
  const pairs = wallets.map(async (name): Promise<[string, string]> => {
    const { publicKey } = await readPublicKeyfile(join(dir, "wallets", name, "hotkeys", "defaultpub.txt"));
    return [encodeAddress(publicKey), name];
  });
  return new Map(await Promise.all(pairs));
}

const [dir] = process.argv.slice(2);
if (dir === undefined) {
  console.error("Name the folder of a network: node --import tsx e2e/learning-curve.ts DIR");
  process.exit(2);
}
const nameOf = await names(dir);
const validators = readdirSync(join(dir, "neurons"))
  .filter((name) => name.startsWith("validator"))
  .map((name) => join(dir, "neurons", name))
  .map((path) => ({ path, rounds: roundsOf(path) }));
const model = new OrderTwo();
const contexts = validators.map(({ path, rounds }) => learnOpening(model, opening(path, rounds[0]!)));
const most = Math.max(...validators.map(({ rounds }) => rounds.length));

let row: { zero: number[]; two: number[]; miners: Map<string, number[]> } = { zero: [], two: [], miners: new Map() };
const table: Record<string, string | number>[] = [];
let bytesSeen = 0;
for (let number = 0; number < most; number++) {
  const now = validators.flatMap(({ rounds }, i) =>
    rounds[number] === undefined ? [] : [{ i, round: rounds[number] }],
  );
  for (const { i, round } of now) {
    const bytes = new Uint8Array(Buffer.from(round.bytes, "base64"));
    row.zero.push(round.orderZero);
    row.two.push(mean([...bytes].map((byte, lane) => bitsOf(model.predict(contexts[i]![lane]!), byte))));
    for (const { hotkey, bits } of round.answers) {
      row.miners.set(hotkey, [...(row.miners.get(hotkey) ?? []), bits]);
    }
    bytesSeen += bytes.length;
  }
  for (const { i, round } of now) learn(model, contexts[i]!, new Uint8Array(Buffer.from(round.bytes, "base64")));
  if ((number + 1) % ROUNDS_A_ROW !== 0 && number + 1 !== most) continue;
  const miners = [...row.miners].map(([hotkey, bits]) => [nameOf.get(hotkey) ?? hotkey, mean(bits).toFixed(3)]);
  table.push({
    rounds: number + 1,
    "bytes seen": bytesSeen,
    "order 0": mean(row.zero).toFixed(3),
    "order 2": mean(row.two).toFixed(3),
    ...Object.fromEntries(miners.sort()),
  });
  row = { zero: [], two: [], miners: new Map() };
}
console.table(table);
