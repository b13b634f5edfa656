/**
 * What Bittensor's own clients ask of a node, and what it costs the node: times are those between a request's arrival and
 * its answer's text, measured inside. Anchors are the goals.
 *
 *   npm run bench -- clients                 a minute of subscribers
 *   npm run bench -- clients --minutes 10    ten
 */
import { findPython, PythonMissing, prepare } from "../conformance/clients/environment.ts";
import { type Clients, pythonRows } from "./clients/python.ts";
import { startRow } from "./clients/start.ts";
import { subscriberRows } from "./clients/subscribers.ts";
import type { Row } from "./row.ts";

export async function run(): Promise<Row[]> {
  const clients = await installed();
  return [
    ...(clients === undefined ? [] : await pythonRows(clients)),
    await startRow(),
    ...(await subscriberRows(60 * minutes())),
  ];
}

function minutes(): number {
  const at = process.argv.indexOf("--minutes");
  const wanted = at < 0 ? 1 : Number(process.argv[at + 1]);
  if (wanted > 0) return wanted;
  console.error("Say how many minutes: --minutes 10.");
  process.exit(2);
}

async function installed(): Promise<Clients | undefined> {
  try {
    return await prepare(await findPython(), "a");
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(`${error.message}\nThe rows of the Python clients are missing.`);
    return undefined;
  }
}
