/**
 * Learning rates of 784-64-64-10 on 8000 digits, 1000 iterations, too low to too high: each is named so, and the good
 * ones are not named at all.
 */
import type { Json } from "@attune/core";
import { describe, expect, it } from "vitest";
import { initStep } from "../src/steps/init.ts";
import { trainStep } from "../src/steps/train.ts";
import { asInput, experiment, memoryBlobs, memoryContext, runStep } from "./MemoryContext.ts";

const EPOCHS = 8;

const dense = (units: number): Json => ({ dense: { units, activation: "relu" } });
const digits = experiment(
  { uses: "mnist", split: { train: 8000, validation: 1000, test: 1000 }, normalize: "standard" },
  { layers: [dense(64), dense(64), { dense: { units: 10 } }], loss: "cross_entropy" },
);

const codesAt = async (optimizer: string, rate: number): Promise<ReadonlyArray<string>> => {
  const blobs = memoryBlobs();
  const init = await runStep(initStep, digits, { weights: "he_normal" }, memoryContext({ blobs }));
  const context = memoryContext({ blobs, until: EPOCHS, inputs: asInput(init) });
  const settings = { optimizer: { [optimizer]: { learning_rate: rate } }, epochs: EPOCHS };
  const { findings } = await runStep(trainStep, digits, settings, context);
  return findings.map(({ code }) => code);
};

const rateCodes = (codes: ReadonlyArray<string>) =>
  codes.filter((code) => ["LR001", "LR003", "UPD001", "UPD002"].includes(code));

describe("the learning rate", () => {
  it.each([
    ["sgd", 0.001, ["LR001"]],
    ["adam", 1e-5, ["LR001", "UPD001"]],
    ["adam", 1e-4, ["LR001"]],
    ["sgd", 0.5, ["LR003"]],
    ["sgd", 1, ["LR003"]],
    ["adam", 1e-2, ["LR003"]],
    ["adam", 3e-2, ["LR003"]],
  ] as const)("%s %f is named %j", async (optimizer, rate, codes) => {
    expect(rateCodes(await codesAt(optimizer, rate))).toEqual(codes);
  });

  it.each([
    ["sgd", 0.03],
    ["sgd", 0.1],
    ["adam", 3e-4],
    ["adam", 1e-3],
  ] as const)("%s %f is good: no finding at all", async (optimizer, rate) => {
    expect(await codesAt(optimizer, rate)).toEqual([]);
  });
});
