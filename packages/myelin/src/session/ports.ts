import { createServer } from "node:net";

/** The first free ports of this machine from `from` on. */
export async function freePorts(from: number, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let port = from; found.length < count && port <= 65_535; port++) if (await isFree(port)) found.push(port);
  return found;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1" }, () => server.close(() => resolve(true)));
  });
}
