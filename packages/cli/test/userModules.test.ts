/** Data sets and models of the user's, as the examples in `experiments/` show them. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Ended, edit, summaryOf } from "./attune.ts";
import { checkout, inCheckout } from "./checkout.ts";

const data = "experiments/user-data/run.yaml";
const model = "experiments/user-model/run.yaml";

const stepsOf = (ended: Ended) => {
  expect(ended.stderr).toBe("");
  return summaryOf(ended).steps;
};
/** Of the last epoch. */
const accuracyOf = ({ stdout }: Ended): number =>
  Number([...stdout.matchAll(/"validation\.accuracy":([\d.]+)/g)].at(-1)?.[1]);

describe("a data set of the user's", () => {
  it("is learned, cached, and run again when its module's helper or its settings change", async () => {
    const folder = checkout();
    const run = () => inCheckout(folder, "run", data, "--json");
    const first = await run();
    expect(stepsOf(first)).toEqual({ run: 4, cached: 0, failed: 0 });
    expect(accuracyOf(first)).toBeGreaterThan(0.85);
    expect(stepsOf(await run())).toEqual({ run: 0, cached: 4, failed: 0 });
    edit(join(folder, "experiments/user-data/data/spiralPoint.ts"), ["/** The point", "/** A point"]);
    expect(stepsOf(await run())).toEqual({ run: 0, cached: 4, failed: 0 });
    edit(join(folder, "experiments/user-data/data/spiralPoint.ts"), ["2 * Math.PI", "3 * Math.PI"]);
    const why = await inCheckout(folder, "why", "train", data);
    expect(why.stdout).toContain("spiralPoint.ts");
    expect(stepsOf(await run())).toEqual({ run: 4, cached: 0, failed: 0 });
    edit(join(folder, data), ["noise: 0.04", "noise: 0.05"]);
    expect(stepsOf(await run())).toEqual({ run: 4, cached: 0, failed: 0 });
  });

  it("is answered with a position where something is wrong with it", async () => {
    const folder = checkout();
    const module = join(folder, "experiments/user-data/data/spirals.ts");
    const answer = async () => {
      const { code, stderr } = await inCheckout(folder, "run", data);
      expect(code).toBe(2);
      return stderr;
    };
    edit(join(folder, data), ["points: 200", "points: few"]);
    expect(await answer()).toMatch(/run\.yaml:\d+:28 .*expected number, received "few"/);
    edit(join(folder, data), ["points: few", "point: 200"]);
    expect(await answer()).toMatch(/run\.yaml:\d+:\d+ .*(the key "points" is missing|unknown key "point")/);
    edit(join(folder, data), ["point: 200", "points: 200"], ["./data/spirals.ts", "./data/spiral.ts"]);
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*there is no file \.\/data\/spiral\.ts/);
    edit(join(folder, data), ["./data/spiral.ts", "./data/spirals.ts"]);
    writeFileSync(module, "export default { load: () => { throw new Error('the disk is full'); } };\n");
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*the disk is full.*spirals\.ts:1/);
    writeFileSync(module, "export const spirals = {};\n");
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*spirals\.ts has no data set as its default export/);
    writeFileSync(module, "enum Kind { A }\nexport default Kind;\n");
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*spirals\.ts cannot be loaded: .*enum/);
    writeFileSync(module, "export default { load: () => ({ examples: 3, featureShape: [2] }) };\n");
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*expected features as a Float32Array/);
  });

  it("a kind that is misspelt is answered with the nearest", async () => {
    const folder = checkout();
    edit(join(folder, "experiments/smoke/run.yaml"), ["uses: csv", "uses: cvs"]);
    const { code, stderr } = await inCheckout(folder, "run", "experiments/smoke/run.yaml");
    expect(code).toBe(2);
    expect(stderr).toMatch(/run\.yaml:\d+:9 .*expected mnist, csv, .*received "cvs"/);
    expect(stderr).toContain('did you mean "csv"?');
  });
});

describe("a model of the user's", () => {
  it("is learned, cached, and run again when its module changes", async () => {
    const folder = checkout();
    const run = () => inCheckout(folder, "run", model, "--json");
    const first = await run();
    expect(stepsOf(first)).toEqual({ run: 4, cached: 0, failed: 0 });
    expect(accuracyOf(first)).toBeGreaterThan(0.85);
    expect(stepsOf(await run())).toEqual({ run: 0, cached: 4, failed: 0 });
    const module = join(folder, "experiments/user-model/models/residualMlp.ts");
    edit(module, ["add(x, outer", "add(outer.apply(params, x, mode), outer"]);
    expect(stepsOf(await run())).toEqual({ run: 4, cached: 0, failed: 0 });
  });

  it("its settings may be searched", async () => {
    const folder = checkout();
    edit(
      join(folder, model),
      ["blocks: 2", "blocks: { int: [1, 2] }"],
      ["epochs: 20", "epochs: 1"],
      [
        "steps:",
        "sweep: { objective: { maximize: train.validation.accuracy }, sampler: random, trials: 2 }\nsteps:",
      ],
    );
    const ended = await inCheckout(folder, "sweep", model, "--json");
    expect(ended.code).toBe(0);
    expect(summaryOf(ended).best).not.toBeNull();
  });

  it("is answered with a position where something is wrong with it", async () => {
    const folder = checkout();
    const module = join(folder, "experiments/user-model/models/residualMlp.ts");
    const answer = async () => {
      const { code, stderr } = await inCheckout(folder, "run", model);
      expect(code).toBe(2);
      return stderr;
    };
    edit(join(folder, model), ["outputs: 3", "outputs: 4"]);
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*expected 3 outputs, because the data has 3 classes/);
    edit(join(folder, model), ["outputs: 4", "outputs: no"]);
    expect(await answer()).toMatch(/run\.yaml:\d+:42 .*expected number, received/);
    edit(join(folder, model), ["outputs: no", "outputs: 3"]);
    writeFileSync(module, "export default { build: () => { throw new Error('too deep'); } };\n");
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*too deep.*residualMlp\.ts:1/);
    writeFileSync(module, "export default { build: () => ({ apply: (_, x) => x, outputShape: [3] }) };\n");
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*build gave no paramShapes/);
    writeFileSync(module, "export default { make: 1 };\n");
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*residualMlp\.ts has no model as its default export/);
    rmSync(module);
    expect(await answer()).toMatch(/run\.yaml:\d+:9 .*there is no file \.\/models\/residualMlp\.ts/);
  });
});
