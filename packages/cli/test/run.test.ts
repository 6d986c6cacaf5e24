import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attune, type Ended, edit, smokeFolder, summaryOf } from "./attune.ts";
import { checkout, inCheckout } from "./checkout.ts";

const json = ["run", "run.yaml", "--json"];

const events = (
  { stdout }: Ended,
  tag: string,
): ReadonlyArray<{ step: string; epoch?: number; scalars?: object }> =>
  stdout
    .split("\n")
    .filter((line) => line.startsWith(`{"_tag":"${tag}"`))
    .map((line) => JSON.parse(line));

const finished = (ended: Ended) =>
  events(ended, "Finished")
    .map(({ step }) => step)
    .sort();

const epochRows = (ended: Ended) => events(ended, "Epoch").map(({ epoch, scalars }) => ({ epoch, scalars }));

describe("attune run", () => {
  it("continues a trajectory: 3 epochs, then 5, bits as of a straight 5, then 3 from the cache", async () => {
    const folder = smokeFolder();
    const file = join(folder, "run.yaml");
    edit(file, ["epochs: 20", "epochs: 3"]);
    const three = await attune(json, { cwd: folder });
    expect(finished(three)).toEqual(["evaluate", "init", "sanity", "train"]);
    edit(file, ["epochs: 3", "epochs: 5"]);
    const five = await attune(json, { cwd: folder });
    expect(finished(five)).toEqual(["evaluate", "train"]);
    expect(epochRows(five).map(({ epoch }) => epoch)).toEqual([4, 5]);

    const straight = smokeFolder();
    edit(join(straight, "run.yaml"), ["epochs: 20", "epochs: 5"]);
    const whole = await attune(json, { cwd: straight });
    expect([...epochRows(three), ...epochRows(five)]).toEqual(epochRows(whole));
    const page = (folder: string) =>
      /"test\.loss":[\d.e-]+/.exec(readFileSync(join(folder, ".attune/reports/smoke-run.html"), "utf8"))?.[0];
    expect(page(folder)).toBeDefined();
    expect(page(folder)).toBe(page(straight));
    // what train keeps of its watch has the form that the page reads
    const html = readFileSync(join(folder, ".attune/reports/smoke-run.html"), "utf8");
    expect(html.match(/<title[^>]*>Update : weight, layers\.\d\.weight</g)).toHaveLength(2);
    expect(html).toMatch(/<desc[^>]*>At the end [\d.e-]+\.</);

    edit(file, ["epochs: 5", "epochs: 3"]);
    expect(summaryOf(await attune(json, { cwd: folder })).steps).toEqual({ run: 0, cached: 4, failed: 0 });
  });

  it("zero weights are infeasible, by a named check: exit code 1", async () => {
    const folder = smokeFolder();
    edit(join(folder, "run.yaml"), ["weights: xavier_normal", "weights: zeros"]);
    const ended = await attune(["run", "run.yaml"], { cwd: folder });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/^init\s+infeasible.*\n\s+INI001 /m);
    expect(ended.stdout).toMatch(/^train\s+skipped, because sanity did not succeed$/m);
  });
});

describe("the code is part of a key", () => {
  it("a comment runs nothing again; another β runs what uses Adam; why says so", async () => {
    const folder = checkout();
    const run = () => inCheckout(folder, "run", "experiments/smoke/run.yaml", "--json");
    const adam = join(folder, "packages/optim/src/optimizers/adam.ts");
    expect(finished(await run())).toEqual(["evaluate", "init", "sanity", "train"]);
    const text = readFileSync(adam, "utf8");
    writeFileSync(adam, `// reworded\n${text}`);
    expect(finished(await run())).toEqual([]);
    writeFileSync(adam, text.replaceAll("0.999", "0.99"));
    const why = await inCheckout(folder, "why", "train", "experiments/smoke/run.yaml");
    expect(why.stdout).toContain("would run");
    expect(why.stdout).toContain("the code changed: packages/optim/src/optimizers/adam.ts");
    expect((await inCheckout(folder, "why", "init", "experiments/smoke/run.yaml")).stdout).toContain(
      "cached",
    );
    const plan = await inCheckout(folder, "plan", "experiments/smoke/run.yaml");
    expect(plan.stdout).toMatch(/^init .* cached$/m);
    expect(plan.stdout).toMatch(/^train .* run +the (code|settings) changed/m);
    expect(finished(await run())).toEqual(["evaluate", "sanity", "train"]);
  });

  it("a user's step runs in the pool, is cached, and runs again when its helper changes", async () => {
    const folder = checkout();
    const run = () => inCheckout(folder, "run", "experiments/user-step/run.yaml", "--json");
    const first = await run();
    expect(first.stderr).toBe("");
    expect(finished(first)).toEqual(["evaluate", "init", "sanity", "shrink", "train"]);
    expect(summaryOf(await run()).steps).toEqual({ run: 0, cached: 5, failed: 0 });
    edit(join(folder, "experiments/user-step/steps/scale.ts"), ["* factor", "* factor * 0.9"]);
    expect(finished(await run())).toEqual(["evaluate", "sanity", "shrink", "train"]);
  });

  it("a module that Node cannot load is answered with its position", async () => {
    const folder = checkout();
    edit(join(folder, "experiments/user-step/steps/shrinkWeights.ts"), [
      "const Config",
      "enum Kind { A }\nconst Config",
    ]);
    const ended = await inCheckout(folder, "run", "experiments/user-step/run.yaml");
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(
      /run\.yaml:21:19 .*steps\/shrinkWeights\.ts cannot be loaded: .*enum.*shrinkWeights\.ts:\d+/,
    );
  });
});
