import assert from "node:assert/strict";
import { test } from "node:test";
import { defineMiner } from "@myelin/subnets/kit";
import { TestSubnet } from "@myelin/subnets/testing";
import miner from "./miner.ts";
import { task } from "./task.ts";
import validator from "./validator.ts";

const lazy = defineMiner(task, () => ({ answer: () => ({ value: 0 }) }));
const broken = defineMiner(task, () => ({ answer: () => ({ value: Number.NaN }) }));

test("in two epochs the miner earns more than one that guesses, and a broken one earns nothing", async () => {
  const subnet = await TestSubnet.open({ validator, miners: { miner, lazy, broken } });
  try {
    for (let epoch = 0; epoch < 2; epoch++) {
      await subnet.rounds(10);
      subnet.epoch();
    }
    assert.ok(subnet.incentive("miner") > 0.5);
    assert.ok(subnet.incentive("miner") > 2 * subnet.incentive("lazy"));
    assert.equal(subnet.incentive("broken"), 0);
    assert.equal(subnet.result("broken")?.answer, undefined);
  } finally {
    await subnet.close();
  }
});
