import * as Result from "effect/Result";
import { describe, expect, it } from "vitest";
import { meets, parseConditions, unknownMetric } from "../src/Condition.ts";

const metrics = { "train.validation.accuracy": 0.95, "train.validation.loss": 0.2, "sanity.x_1": -1 };

describe("conditions", () => {
  it.each([
    ["train.validation.accuracy > 0.9", true],
    ["train.validation.accuracy > 0.95", false],
    ["train.validation.accuracy >= 0.95", true],
    ["train.validation.accuracy>=.95", true],
    ["train.validation.accuracy < 9.5e-1", false],
    ["train.validation.accuracy <= 0.95", true],
    ["train.validation.accuracy = 0.95", true],
    ["train.validation.accuracy != 0.95", false],
    ["sanity.x_1 < -0.5", true],
    ["train.validation.accuracy > 0.9 and train.validation.loss < 0.3", true],
    ["train.validation.accuracy > 0.9 and train.validation.loss < 0.1", false],
    ["evaluate.test.accuracy != 0", false], // a metric that is not there meets nothing
  ])("%s: %s", (text, expected) => {
    expect(meets(metrics, Result.getOrThrow(parseConditions(text)))).toBe(expected);
  });

  it.each([
    ["", 1, "expected a metric, as in train.validation.accuracy, received the end"],
    ["0.9 < a", 1, 'expected a metric, as in train.validation.accuracy, received "0.9"'],
    ["accuracy", 9, "expected <, <=, >, >=, = or !=, received the end"],
    ["accuracy is 1", 10, 'expected <, <=, >, >=, = or !=, received "is"'],
    ["accuracy => 1", 10, 'received "=>"'],
    ["accuracy == 1", 10, "equality is written with one sign: ="],
    ["accuracy > high", 12, 'expected a number, received "high"'],
    ["accuracy > 1.2.3", 12, "expected a number"],
    ["a > 1 or b > 2", 7, 'expected and, or the end, received "or"'],
    ["a > 1 && b > 2", 7, "conditions are joined by and"],
    ["a > 1 and", 10, "expected a metric"],
  ])("%j is refused at column %i", (text, column, message) => {
    const parsed = parseConditions(text);
    expect(Result.isFailure(parsed) && parsed.failure.problems[0]?.column).toBe(column);
    expect(Result.isFailure(parsed) && parsed.failure.message).toContain(message);
  });

  it("a metric that no run has is named, with the nearest that one has", () => {
    const text = "sanity.x_1 < 0 and train.validation.acuracy > 0.9";
    const conditions = Result.getOrThrow(parseConditions(text));
    expect(unknownMetric(text, conditions, [{ metrics }])?.message).toBe(
      [
        '--where:1:20  no run has a metric "train.validation.acuracy"',
        `  1 | ${text}`,
        "    |                    ^",
        '  did you mean "train.validation.accuracy"?',
      ].join("\n"),
    );
    expect(unknownMetric(text, conditions, [{ metrics: {} }])).toBeUndefined(); // nothing is known yet
  });
});
