import { expect, it } from "vitest";
import { eventReader, type ProcessEvent } from "./events.ts";

it("events are read from lines, however the stream cuts them", () => {
  const events: ProcessEvent[] = [];
  const others: string[] = [];
  const read = eventReader(
    (event) => events.push(event),
    (line) => others.push(line),
  );
  const text = '{"event":"served","port":1}\nsome words\n{"no":"event"}\n{broken\n\n{"event":"stopped"}\n';
  for (const character of text) read(character);
  expect(events).toEqual([{ event: "served", port: 1 }, { event: "stopped" }]);
  expect(others).toEqual(["some words", '{"no":"event"}', "{broken"]);
});
