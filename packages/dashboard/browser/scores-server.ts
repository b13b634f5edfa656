/** Validators' figures as they serve them, for tests of what the page makes of them. */
import { createServer, type Server } from "node:http";
import type { Keypair } from "@myelin/primitives/keys";
import { type ScoresRound, type ScoresSource, signRound } from "@myelin/subnets/language/scores";

export interface ScoredMiner {
  readonly uid: number;
  readonly hotkey: string;
}

const FIGURES = { part: 0, position: 0, lanes: 8, asked: 2, answers: 1, seconds: 0.5, orderZero: 4.4, orderTwo: 2.7 };

/** Three rounds, a second apart and the last one now: 2.5, 2.4 and 2.3 bits a byte. */
export function signedRounds(signer: Keypair, source: ScoresSource, miners: readonly ScoredMiner[]): ScoresRound[] {
  const now = Date.now();
  return [0, 1, 2].map((i) => {
    const time = now - 3_000 + 1_000 * i;
    const bitsPerByte = 2.5 - i / 10;
    const measured = { bitsPerByte, latest: bitsPerByte, gain: 1, reward: 1 };
    const scores = miners.map((miner) => {
      return { ...miner, ...measured, latencyMs: 12, requestBytes: 100, answerBytes: 200 };
    });
    return signRound(signer, source, { time, round: i, ...FIGURES, scores });
  });
}

/** Answers `GET /scores`, and opens `/scores/events` without ever sending any. */
export function serveScores(body: object): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "");
    response.setHeader("Content-Type", request.url === "/scores" ? "application/json" : "text/event-stream");
    if (request.url === "/scores") response.end(JSON.stringify(body));
    else response.write(": here\n\n");
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
