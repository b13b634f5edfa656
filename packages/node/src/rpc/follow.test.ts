import { expect, it } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { Follow } from "./follow.ts";
import { Session } from "./session.ts";

it("sends many items in portions, waits for the client after some thousands, and tells failures", () => {
  const sent: { params: { result: { event: string; items?: unknown[] } } }[] = [];
  const session = new Session({
    send: (text) => sent.push(JSON.parse(text)),
    local: true,
    pushes: true,
    maxSubscriptions: 9,
  });
  const head = { number: 0, hash: `0x${"00".repeat(32)}` };
  const chain = {
    head: () => head,
    finalized: () => head,
    header: () => head,
    onBlock: () => () => {},
    onFinalized: () => () => {},
  } as unknown as Chain;
  const subscription = session.subscribe("chainHead_v1_followEvent");
  const follow = new Follow(chain, subscription, false);
  subscription.release();
  const events = () => sent.splice(0).map(({ params }) => params.result);
  events();

  const id = follow.newOperation()!;
  follow.stream(id, Array.from({ length: 20_000 }, (_, key) => ({ key })).values() as Iterator<object, void>);
  const turns = [events()];
  while (follow.isWaiting(id)) {
    follow.resume(id);
    turns.push(events());
  }
  expect(turns.map((turn) => turn.at(-1)!.event)).toEqual([
    "operationWaitingForContinue",
    "operationWaitingForContinue",
    "operationStorageDone",
  ]);
  const items = turns.flat().flatMap((event) => event.items ?? []);
  expect(items).toEqual(Array.from({ length: 20_000 }, (_, key) => ({ key })));

  const failing = () => {
    throw new Error("the disk is gone");
  };
  expect(() => follow.finish(follow.newOperation()!, failing)).toThrow("the disk is gone");
  expect(events()).toEqual([{ event: "operationError", operationId: "2", error: "Internal error" }]);

  const waiting = Array.from({ length: 16 }, () => follow.newOperation()!);
  for (const each of waiting)
    follow.stream(each, Array.from({ length: 9_000 }, () => ({})).values() as Iterator<object, void>);
  expect(follow.newOperation()).toBeUndefined();
  follow.stopOperation(waiting[0]!);
  expect(follow.newOperation()).toBeDefined();
});
