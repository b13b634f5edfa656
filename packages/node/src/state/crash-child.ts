/** Started by the crash test: commits blocks until it is killed, and says of each that it is safe. */
import { writeSync } from "node:fs";
import { StateDb } from "./state-db.ts";
import { blockOf, writeEmptyGenesis } from "./testing.ts";

const db = await StateDb.open(process.argv[2]!, { checkpointBlocks: 5, pruning: "archive" });
if (db.isEmpty) await writeEmptyGenesis(db);
for (;;) {
  const number = db.head.number + 1;
  await db.commit(blockOf(number));
  writeSync(1, `${number}\n`);
}
