/** Two machines for a test: network namespaces of Linux with a cable between them. Needs iproute2 and root. */
import { execFileSync } from "node:child_process";

export interface Machine {
  readonly address: string;
  /** What runs a program on it. */
  readonly prefix: readonly string[];
}

export interface TwoMachines {
  readonly host: Machine;
  readonly guest: Machine;
  remove(): void;
}

/** @throws {Error} that says why there can be none here */
export function twoMachines(): TwoMachines {
  const id = process.pid.toString(36);
  const [host, guest] = [machine(`myelin-${id}-a`, "10.231.77.1"), machine(`myelin-${id}-b`, "10.231.77.2")] as const;
  const remove = () => {
    for (const { name } of [host, guest]) quietly(() => ip("netns", "del", name));
  };
  try {
    for (const { name } of [host, guest]) ip("netns", "add", name);
    ip("link", "add", "eth", "netns", host.name, "type", "veth", "peer", "name", "eth", "netns", guest.name);
    for (const { name, address } of [host, guest]) {
      ip("-n", name, "address", "add", `${address}/24`, "dev", "eth");
      ip("-n", name, "link", "set", "eth", "up");
      ip("-n", name, "link", "set", "lo", "up");
    }
    return { host, guest, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function machine(name: string, address: string): Machine & { readonly name: string } {
  return { name, address, prefix: ["ip", "netns", "exec", name] };
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // there is none
  }
}
