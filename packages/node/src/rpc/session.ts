import { randomBytes } from "node:crypto";
import { rpcErrors } from "./errors.ts";

/** One client's connection, as methods see it. */
export interface SessionOptions {
  /** Writes one message to the client. */
  readonly send: (text: string) => void;
  /** On this machine, and not a foreign web page: may call unsafe methods. */
  readonly local: boolean;
  /** Whether messages can be pushed; false over HTTP. */
  readonly pushes: boolean;
  readonly maxSubscriptions: number;
  /** Takes one request off the client's allowance; false when it is used up. */
  readonly admit?: () => boolean;
}

/** Subscriptions of one client, which end with its connection. */
export class Session {
  readonly local: boolean;
  readonly #options: SessionOptions;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #endings: (() => void)[] = [];
  #closed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.local = options.local;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get subscriptions(): number {
    return this.#subscriptions.size;
  }

  admit(): boolean {
    return this.#options.admit?.() ?? true;
  }

  send(text: string): void {
    if (!this.#closed) this.#options.send(text);
  }

  /** @throws {RpcError} over HTTP, where nothing outlives a request. */
  requirePushes(): void {
    if (!this.#options.pushes) throw rpcErrors.needsWebSocket();
  }

  /**
   * Opens a subscription whose messages are called `notification`. They are held back until the reply that names the
   * subscription has been sent.
   */
  subscribe(notification: string): Subscription {
    this.requirePushes();
    const { maxSubscriptions } = this.#options;
    if (this.#subscriptions.size >= maxSubscriptions) throw rpcErrors.tooManySubscriptions(maxSubscriptions);
    const subscription = new Subscription(notification, this);
    this.#subscriptions.set(subscription.id, subscription);
    // A client that left while its request was worked on will not end what the request started.
    if (this.#closed) queueMicrotask(() => this.#end(subscription));
    return subscription;
  }

  /** Ends a subscription of the given kind; false if there is none. */
  unsubscribe(id: unknown, notification: string): boolean {
    const subscription = this.find(id, notification);
    if (!subscription) return false;
    this.#end(subscription);
    return true;
  }

  find(id: unknown, notification: string): Subscription | undefined {
    const found = typeof id === "string" ? this.#subscriptions.get(id) : undefined;
    return found?.notification === notification ? found : undefined;
  }

  /** Runs `work` when the connection ends. */
  onClose(work: () => void): void {
    if (this.#closed) work();
    else this.#endings.push(work);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const subscription of [...this.#subscriptions.values()]) this.#end(subscription);
    for (const work of this.#endings.splice(0)) work();
  }

  #end(subscription: Subscription): void {
    this.#subscriptions.delete(subscription.id);
    subscription.finish();
  }
}

/** A stream of messages to one client. Ids are text, as the chain's own node makes them. */
export class Subscription {
  readonly id = `0x${randomBytes(8).toString("hex")}`;
  readonly notification: string;
  readonly #session: Session;
  readonly #endings: (() => void)[] = [];
  #held: string[] | undefined = [];
  #finished = false;

  constructor(notification: string, session: Session) {
    this.notification = notification;
    this.#session = session;
  }

  push(result: unknown): void {
    this.pushText(JSON.stringify(result));
  }

  /** Pushes a result that is JSON text already. */
  pushText(result: string): void {
    if (this.#finished) return;
    const text = `{"jsonrpc":"2.0","method":"${this.notification}","params":{"subscription":"${this.id}","result":${result}}}`;
    if (this.#held) this.#held.push(text);
    else this.#session.send(text);
  }

  /** Lets the messages go: the client knows the id now. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const text of held) this.#session.send(text);
  }

  /** Runs `work` once the subscription has ended, for whatever reason. */
  onEnd(work: () => void): void {
    if (this.#finished) work();
    else this.#endings.push(work);
  }

  /** Ends it from the server's side, after the messages pushed so far. */
  end(): void {
    this.#session.unsubscribe(this.id, this.notification);
  }

  /** Called by the session. */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    for (const work of this.#endings.splice(0)) work();
  }
}

/** State that lives as long as a session. */
export function perSession<T>(make: (session: Session) => T): (session: Session) => T {
  const known = new WeakMap<Session, T>();
  return (session) => {
    const found = known.get(session);
    if (found !== undefined) return found;
    const made = make(session);
    known.set(session, made);
    return made;
  };
}
