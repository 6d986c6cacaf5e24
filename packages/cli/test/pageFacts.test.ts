import { outcome, type StepState } from "@attune/core";
import { describe, expect, it } from "vitest";
import { summaryOf } from "../src/pageFacts.ts";

const state: StepState = {
  _tag: "Done",
  name: "k@3",
  cached: false,
  durationMillis: 1,
  outcome: outcome({
    findings: [
      {
        code: "LR003",
        name: "learningRateTooHigh",
        severity: "warn",
        where: "iterations 0–10",
        evidence: "2 signs (limit 2)",
        reason: "The updates are too long.",
        remedies: [
          { text: "Lower L2.", patch: { path: "steps.train.with.l2", value: 0 } },
          { text: "Draw the weights anew.", patch: { path: "steps.init.with.weights", value: "lsuv" } },
          { text: "Look at the data." },
        ],
        source: "test",
      },
    ],
  }),
};

describe("summaryOf", () => {
  it.each([
    ["train", "steps.train.with.l2"],
    ["finetune", "steps.finetune.with.l2"],
  ])("leads the remedies of the step %s to it, and those of others where they were", (id, path) => {
    const { findings } = summaryOf({ id, uses: "train", key: "k" }, state);
    expect(findings[0]?.remedies.map(({ patch }) => patch?.path)).toEqual([
      path,
      "steps.init.with.weights",
      undefined,
    ]);
  });
});
