import * as Schema from "effect/Schema";
import { expect, it } from "vitest";
import { Trial } from "../src/index.ts";

it("a trial record survives JSON", () => {
  const trial: Trial = {
    number: 3,
    assignment: { "a[adam].learning_rate": 0.01, a: "adam", b: true, c: null },
    state: "infeasible",
    epochs: 2,
    findings: ["INI003"],
  };
  const text = JSON.stringify(Schema.encodeSync(Trial)(trial));
  expect(Schema.decodeUnknownSync(Trial)(JSON.parse(text))).toEqual(trial);
  expect(() => Schema.decodeUnknownSync(Trial)({ ...trial, state: "pruned" })).toThrow();
});
