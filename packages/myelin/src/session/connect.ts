import { connect as openSocket } from "node:net";
import type { Client } from "@myelin/client";
import { CliError } from "../terminal/errors.ts";

const CONNECT_TIMEOUT_MS = 10_000;

/** Connects, works, and closes the connection whatever happens. @throws {CliError} CLI_NO_NODE */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await openClient(url);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** A client of the node at `url`. @throws {CliError} CLI_NO_NODE, at once where nothing listens. */
export async function openClient(url: string, signal?: AbortSignal): Promise<Client> {
  const [{ connect }] = await Promise.all([import("@myelin/client/client"), ensureListening(url)]);
  return await connect(url, { connectTimeoutMs: CONNECT_TIMEOUT_MS, signal });
}

/** Refuses quickly, where a WebSocket would try again until its time is over. */
async function ensureListening(url: string): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const reason = await new Promise<string | undefined>((resolve) => {
    const socket = openSocket({
      host,
      port: Number(port || (protocol === "wss:" ? 443 : 80)),
      timeout: CONNECT_TIMEOUT_MS,
    });
    const finish = (problem?: string) => {
      socket.destroy();
      resolve(problem);
    };
    socket.once("connect", () => finish());
    socket.once("timeout", () => finish("it does not answer"));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      finish(error.code === "ENOTFOUND" ? "there is no such host" : "nothing listens there"),
    );
  });
  if (reason === undefined) return;
  throw new CliError("CLI_NO_NODE", `No node at ${url}: ${reason}. Start a network with "myelin up", or give --url.`);
}
