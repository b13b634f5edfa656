import type { Runtime } from "@myelin/frame";
import { StateDb, type StateDbOptions } from "../state/index.ts";
import { type ChainSpec, specHash } from "./chain-spec.ts";
import { genesisHeader } from "./executed-block.ts";

/** Opens a data folder for a network, and makes its genesis where it is empty. @throws {StateError} */
export async function openDatabase(
  dir: string,
  spec: ChainSpec,
  runtime: Runtime,
  options: Omit<StateDbOptions, "network"> = {},
): Promise<StateDb> {
  const db = await StateDb.open(dir, { ...options, network: specHash(spec) });
  try {
    if (db.isEmpty) {
      await db.writeGenesis(runtime.buildGenesis(spec.genesis), (root) => {
        const { hash, encodedHeader } = genesisHeader(root, runtime.version.systemVersion);
        return { hash, header: encodedHeader };
      });
    }
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}
