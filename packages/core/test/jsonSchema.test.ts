import { experimentSchema } from "@attune/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { language } from "./language.ts";

const above = Schema.Finite.check(Schema.isGreaterThan(0));
const Data = Schema.Struct({
  count: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })),
  rate: Schema.optionalKey(above.annotate({ description: "One rate.", default: 0.5 })),
  other: Schema.optionalKey(above.annotate({ description: "Another rate." })),
  debt: Schema.optionalKey(Schema.Finite.check(Schema.isLessThan(0))),
  words: Schema.optionalKey(Schema.Array(Schema.Literals(["a", "b"]))),
});
const schema = experimentSchema({ ...language, data: Data });
const validate = new Ajv2020({ strictTypes: false }).compile(schema);
const accepts = (data: unknown) =>
  validate({
    name: "demo",
    data,
    model: { width: 3 },
    steps: { init: { uses: "init" }, own: { uses: "./own.ts", with: { any: ["thing"] } } },
  });

describe("spaces in a JSON Schema", () => {
  it.each([
    ["a value", { count: 3 }, true],
    ["whole bounds", { count: { int: [1, 100] } }, true],
    ["a bound out of range", { count: { int: [0, 100] } }, false],
    ["a continuous space of whole numbers", { count: { uniform: [1, 9] } }, false],
    ["the same with a whole step", { count: { uniform: [1, 9], step: 2 } }, true],
    ["three bounds", { count: { int: [1, 2, 3] } }, false],
    ["a stray key", { count: { int: [1, 9], steps: 2 } }, false],
    ["a logarithm of what is above 0", { count: 1, rate: { log_uniform: [1e-3, 1] } }, true],
    ["a bound of 0 where 0 is no value", { count: 1, rate: { uniform: [0, 1] } }, false],
    ["a logarithm of what is below 0", { count: 1, debt: { log_uniform: [-2, -1] } }, false],
    ["a choice", { count: { choice: [1, 2, { int: [5, 9] }] } }, true],
    ["a choice of nothing", { count: { choice: [] } }, false],
    ["a choice with a wrong option", { count: { choice: [1, "many"] } }, false],
    ["an option twice", { count: { choice: [1, 1] } }, false],
    [
      "a choice of lists, and in a list",
      { count: 1, words: { choice: [["a"], [{ choice: ["a", "b"] }]] } },
      true,
    ],
    ["a choice of whole sections", { choice: [{ count: 1 }, { count: 2 }] }, true],
    ["numbers for words", { count: 1, words: [{ int: [1, 2] }] }, false],
    ["an unknown key", { count: 1, rat: 0.1 }, false],
    ["a missing key", { rate: 0.1 }, false],
  ])("%s", (_, data, expected) => expect(accepts(data)).toBe(expected));

  it("one definition serves equal places; what is said of each stays with it", () => {
    expect(schema).toMatchObject({
      $defs: {
        data: {
          anyOf: [
            {
              properties: {
                rate: { $ref: "#/$defs/number_above_0", description: "One rate.", default: 0.5 },
                other: { $ref: "#/$defs/number_above_0", description: "Another rate." },
              },
            },
            {},
          ],
        },
      },
    });
  });
});

describe("steps in a JSON Schema", () => {
  const step = (own: unknown) =>
    validate({ name: "demo", data: { count: 1 }, model: { width: 3 }, steps: { own } });

  it.each([
    ["settings of the kind", { uses: "train", with: { rate: 1, epochs: { int: [1, 3] } } }, true],
    ["settings that are missing", { uses: "train" }, false],
    ["settings of another kind", { uses: "train", with: { value: 1 } }, false],
    ["nothing where nothing is needed", { uses: "init", with: null }, true],
    ["an unknown kind", { uses: "trian", with: {} }, false],
    ["a module", { uses: "../steps/x.ts" }, true],
    ["a time", { uses: "init", timeout: "30m" }, true],
    ["no time", { uses: "init", timeout: "soon" }, false],
  ])("%s", (_, own, expected) => expect(step(own)).toBe(expected));
});
