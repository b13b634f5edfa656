/**
 * Hands out nonces, so that many extrinsics of one account can be under way at once.
 *
 * The node is asked for the first one; later ones are counted here. After a failure the next one asks the node again.
 */
export class Nonces {
  readonly #ask: (address: string) => Promise<number>;
  readonly #next = new Map<string, Promise<number>>();

  constructor(ask: (address: string) => Promise<number>) {
    this.#ask = ask;
  }

  async take(address: string): Promise<number> {
    const before = this.#next.get(address);
    const taken = before === undefined ? this.#ask(address) : before.catch(() => this.#ask(address));
    const following = taken.then((nonce) => nonce + 1);
    following.catch(() => {});
    this.#next.set(address, following);
    return await taken;
  }

  /** Forgets what was counted: the next nonce comes from the node. */
  forget(address: string): void {
    this.#next.delete(address);
  }
}
