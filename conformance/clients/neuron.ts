/**
 * A neuron of ours for the scenarios to talk with. Speaks one JSON line on standard output.
 *
 *   neuron.ts serve                           serves Double with //Bob's hotkey until standard input ends
 *   neuron.ts ask IP PORT HOTKEY INPUT        asks a Python axon to double a number, with //Alice's key;
 *                                             with "btauth" after it, by the signed headers of Bittensor 11
 */
import { Axon, Dendrite, defineSynapse, endpoint, int, list, optional, text } from "@myelin/neuron";
import { keypairFromUri } from "@myelin/primitives";

const Double = defineSynapse({
  name: "Double",
  fields: { input: int, words: list(text), output: optional(int) },
  requiredHashFields: ["input", "words"],
});
/** With a quote, a letter outside ASCII and a line's end: Python's spelling of them is part of the body's hash. */
const WORDS = ["it's", "café\n"];

const [mode, ...args] = process.argv.slice(2);
if (mode === "serve") await serve();
else await ask(args as [string, string, string, string, string?]);

async function serve(): Promise<void> {
  const hotkey = keypairFromUri("//Bob");
  const axon = new Axon({ hotkey, port: 0 });
  axon.attach(endpoint(Double, ({ input, words }) => ({ output: 2 * input, words: [...words].reverse() })));
  const { port } = await axon.listen();
  console.log(JSON.stringify({ port, hotkey: hotkey.address }));
  for await (const _ of process.stdin);
  await axon.close(0);
}

async function ask([ip, port, hotkey, input, form]: [string, string, string, string, string?]): Promise<void> {
  const dendrite = new Dendrite({ hotkey: keypairFromUri("//Alice") });
  const target = { ip, port: Number(port), hotkey, btauth: form === "btauth" };
  const [answer] = await dendrite.query([target], Double, { input: Number(input), words: WORDS }, { timeout: 10 });
  const { ok, status, message, values } = answer!;
  console.log(JSON.stringify({ ok, status, message, values }));
  dendrite.close();
}
