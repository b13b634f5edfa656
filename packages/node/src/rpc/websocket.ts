import type { IncomingMessage } from "node:http";
import type { RawData, WebSocket } from "ws";
import type { Answer, Dispatcher } from "./dispatch.ts";
import type { RpcLimits } from "./limits.ts";
import { Session } from "./session.ts";

/** Close codes (RFC 6455 section 7.4.1). */
export const CLOSE = { goingAway: 1001, policy: 1008 } as const;
/** Who is sent away may still read up to the reason this long, in milliseconds. */
const FAREWELL = 5_000;
/** How often a client that has much to read is looked at again, in milliseconds. */
const DRAIN_INTERVAL = 10;

export interface ConnectionOptions {
  readonly dispatcher: Dispatcher;
  readonly limits: RpcLimits;
  readonly local: boolean;
  readonly admit: () => boolean;
  /** Called when the socket is gone. */
  readonly onClose: () => void;
}

/**
 * Serves one WebSocket. Messages that are sent in one turn of the event loop leave in one write. A client that does not
 * read its answers is no longer listened to and, when pushed messages pile up all the same, sent away: it finds the reason
 * behind what it has not read yet.
 */
export class Connection {
  readonly session: Session;
  readonly #socket: WebSocket;
  readonly #stream: IncomingMessage["socket"];
  readonly #options: ConnectionOptions;
  #inFlight = 0;
  #corked = false;
  #alive = true;
  #paused = false;
  #leaving = false;
  /** Arrived in the same read as what made the connection pause. */
  readonly #waiting: RawData[] = [];

  constructor(socket: WebSocket, request: IncomingMessage, options: ConnectionOptions) {
    this.#socket = socket;
    this.#stream = request.socket;
    this.#options = options;
    this.session = new Session({
      send: (text) => this.#send(text),
      local: options.local,
      pushes: true,
      maxSubscriptions: options.limits.maxSubscriptions,
      admit: options.admit,
    });
    socket.on("message", (data) => this.#receive(data));
    socket.on("pong", () => {
      this.#alive = true;
    });
    socket.on("close", () => {
      this.session.close();
      options.onClose();
    });
    // An error (a frame that is none, a message too long) is followed by `close`, whose code tells the client.
    socket.on("error", () => {});
  }

  /** Bytes that the client has not read yet. */
  get backlog(): number {
    return this.#socket.bufferedAmount;
  }

  /** Asks for a sign of life; sends a client away that gave none since the last time. */
  ping(): void {
    if (!this.#alive) {
      this.drop(`no sign of life for ${this.#options.limits.pingInterval / 1000} seconds`);
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** Sends the client away with a reason (at most 123 bytes), and cuts it off if it does not go, or is told twice. */
  drop(reason: string): void {
    if (this.#leaving) {
      this.#socket.terminate();
      return;
    }
    this.#leaving = true;
    this.session.close();
    this.#socket.close(CLOSE.policy, reason);
    this.#socket.resume();
    setTimeout(() => this.#socket.terminate(), FAREWELL).unref();
  }

  #receive(data: RawData): void {
    this.#alive = true;
    if (this.#paused) this.#waiting.push(data);
    else this.#serve(data);
  }

  #serve(data: RawData): void {
    if (this.#leaving) return;
    const answer = this.#options.dispatcher.answer(data.toString(), this.session);
    if (answer instanceof Promise) this.#later(answer);
    else if (answer) this.#reply(answer);
  }

  async #later(answer: Promise<Answer | undefined>): Promise<void> {
    this.#inFlight += 1;
    this.#regulate();
    const done = await answer;
    this.#inFlight -= 1;
    if (done) this.#reply(done);
  }

  #reply({ text, after }: Answer): void {
    this.#send(text);
    after?.();
  }

  #send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#cork();
    this.#socket.send(text);
    this.#regulate();
  }

  #cork(): void {
    if (this.#corked) return;
    this.#corked = true;
    this.#stream.cork();
    setImmediate(() => {
      this.#corked = false;
      this.#stream.uncork();
    });
  }

  #regulate(): void {
    const { bufferedAmount } = this.#socket;
    const { pauseAtBytes, maxBufferedBytes, maxInFlight } = this.#options.limits;
    if (bufferedAmount > maxBufferedBytes) {
      this.drop(`${Math.round(bufferedAmount / 1e6)} MB wait to be read: read faster, or subscribe to less`);
      return;
    }
    if (this.#paused || (bufferedAmount <= pauseAtBytes && this.#inFlight < maxInFlight)) return;
    this.#paused = true;
    this.#socket.pause();
    this.#resumeLater();
  }

  #resumeLater(): void {
    setTimeout(() => {
      if (this.#socket.readyState !== this.#socket.OPEN) return;
      const { pauseAtBytes, maxInFlight } = this.#options.limits;
      if (this.#socket.bufferedAmount > pauseAtBytes / 2 || this.#inFlight >= maxInFlight) {
        this.#resumeLater();
        return;
      }
      this.#resume();
    }, DRAIN_INTERVAL).unref();
  }

  #resume(): void {
    this.#paused = false;
    while (!this.#paused) {
      const data = this.#waiting.shift();
      if (data === undefined) {
        this.#socket.resume();
        return;
      }
      this.#serve(data);
    }
  }
}
