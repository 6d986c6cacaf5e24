import { describe, expect, it } from "vitest";
import { runPage, type StudyInput, studyPage } from "../src/index.ts";
import { diverged, sampleRun, sampleStudy } from "./sampleStudy.ts";
import { sampleWatch } from "./sampleWatch.ts";

const dataOf = (html: string) => {
  const [, json] = /<script type="application\/json" id="attune-data">(.*?)<\/script>/s.exec(html) ?? [];
  if (json === undefined) throw new Error("the page has no data");
  return JSON.parse(json);
};

/** The page without its scripts: what a person reads. */
const visible = (html: string): string => html.replace(/<script.*?<\/script>|<style.*?<\/style>/gs, "");

describe("study page", () => {
  const input = sampleStudy({ trials: 60 });

  it("gives the same bytes for the same input", async () => {
    expect(await studyPage(input)).toBe(await studyPage(structuredClone(input)));
  });

  it("carries the exact figures", async () => {
    const data = dataOf(await studyPage(input));
    expect(data.best.trial).toBe(input.winner);
    expect(data.trials.map(({ objective }: { objective: number | null }) => objective)).toEqual(
      input.trials.map(({ objective }) => objective ?? null),
    );
    expect(data.trials[0].last).toEqual(input.trials[0]!.curve.at(-1) ?? null);
    const [winner] = data.finalists;
    expect(winner.winner).toBe(true);
    expect(winner.repeats.map(({ test }: { test: unknown }) => test)).toEqual(
      input.finalists.find(({ trial }) => trial === input.winner)?.repeats.map(({ test }) => test),
    );
  });

  it("table cells hold the full numbers", async () => {
    const html = await studyPage(input);
    for (const { objective } of input.trials)
      if (objective !== undefined) expect(html).toContain(`data-value="${objective}"`);
  });

  it("hides constant columns and names them", async () => {
    const trials = input.trials.filter(({ state }) => state === "succeeded");
    const html = visible(await studyPage({ ...input, trials }));
    expect(visible(await studyPage(input))).toContain('data-key="epochs"');
    expect(html).not.toContain('data-key="epochs"');
    expect(html).toContain("Equal in all trials: state: ✓ succeeded; epochs: 10; findings: none.");
  });

  it("folds what passed, and opens failures to a remedy", async () => {
    const html = visible(await studyPage(input));
    expect(html).toContain("✕ fail");
    expect(html).toMatch(/Divergence in \d+ of 60 trials/);
    expect(html).toContain("<code>steps.train.with.optimizer.adam.learning_rate: 0.001</code>");
    expect(html).toMatch(/\d checks passed/);
  });

  it("names a range whose edge the best trial touches", async () => {
    const best = input.winner!;
    const trials = input.trials.map((trial) =>
      trial.number === best
        ? { ...trial, assignment: { ...trial.assignment, "steps.train.with.l2": 1.05e-6 } }
        : trial,
    );
    const html = visible(await studyPage({ ...input, trials }));
    expect(html).toContain("Widen a range");
    expect(html).toContain("SWP001");
    expect(html).toContain("steps.train.with.l2: {&quot;log_uniform&quot;:[1e-7,0.01]}");
  });

  it.each<[string, Partial<StudyInput>]>([
    ["no trials", { trials: [], finalists: [] }],
    ["one trial", { trials: input.trials.slice(0, 1), finalists: [] }],
    ["none completed", { trials: input.trials.filter(({ state }) => state !== "succeeded"), finalists: [] }],
    ["no parameters", { parameters: [], finalists: [] }],
  ])("stands with %s", async (_, parts) => {
    const { winner: _winner, best: _best, ...rest } = input;
    const html = visible(await studyPage({ ...rest, ...parts }));
    expect(html).toMatch(/<h1>digits: [^<]+<\/h1>/);
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
    expect(html).not.toMatch(/<div class="card[^"]*"><\/div>/);
  });

  it("shows the best trial by layer, and grows by no more than 150 KB of a deep network", async () => {
    const bare = { ...input, best: { curve: input.best!.curve } };
    const { failure: _failure, ...without } = bare;
    const deep = sampleWatch({ layers: 60, epochs: 300, side: 7, channels: 3 });
    const html = await studyPage({ ...without, best: { ...bare.best, watch: deep } });
    expect(html).toContain("Update : weight by tensor");
    expect(html).toMatch(/\d of 60 tensors are shown\./);
    expect(Buffer.byteLength(html) - Buffer.byteLength(await studyPage(without))).toBeLessThan(150 * 1024);
  });

  it("tells what trials failed of, by their share of trials and of time, and how one ended", async () => {
    const html = visible(await studyPage(input));
    expect(html).toContain('id="failures"');
    expect(html).toMatch(/<a href="#finding-LR003">LR003 divergence<\/a>/);
    expect(html).toContain("Last good iteration: 61");
    const trials = input.trials.filter(({ state }) => state === "succeeded");
    const { failure: _failure, ...rest } = input;
    expect(visible(await studyPage({ ...rest, trials }))).not.toContain('id="failures"');
  });

  it("folds the warnings of some trials, not of the best, under one line", async () => {
    const worst = input.trials.filter(({ number }) => number !== input.winner).slice(0, 5);
    const warn = (code: string) => ({ ...diverged, code, name: "deadUnits", severity: "warn" as const });
    const page = (wanted: ReadonlyArray<number>) =>
      studyPage({
        ...input,
        trials: input.trials.map((trial) =>
          wanted.includes(trial.number) ? { ...trial, findings: [warn("ACT001"), warn("ACT002")] } : trial,
        ),
      });
    const numbers = worst.map(({ number }) => number);
    expect(visible(await page(numbers))).toContain("2 warnings of some trials, not of the best: dead units");
    expect(visible(await page([...numbers, input.winner!]))).not.toContain("of some trials");
  });

  it("gives the change and the command of a remedy, for the trial that has it", async () => {
    const html = visible(await studyPage(input));
    const trial = input.trials.find(({ findings }) => findings.length > 0)!.number;
    expect(html).toContain(`npx attune apply LR003 experiments/digits/sweep.yaml --trial ${trial}`);
    expect(html).toMatch(/- with: .*learning_rate: 0.00156.*\n\+ with: .*learning_rate: 0.001 /);
  });

  it("escapes what users wrote", async () => {
    const nasty = `</script><script>alert("x")</script>`;
    const html = await studyPage({
      ...input,
      name: nasty,
      bestYaml: nasty,
      command: nasty,
      parameters: [
        ...input.parameters,
        { name: `a.${nasty}`, space: { kind: "choice", options: [nasty, `"`] } },
      ],
      trials: input.trials.map((trial) => ({
        ...trial,
        assignment: { ...trial.assignment, [`a.${nasty}`]: nasty },
      })),
    });
    expect(html).not.toContain("<script>alert");
    expect(html.match(/<script/g)).toHaveLength(3);
    expect(dataOf(html).name).toBe(nasty);
  });

  it("loads nothing: no address but the SVG's name space, and a policy that forbids it", async () => {
    const html = await studyPage(input);
    expect(html).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
    const addresses = [...html.matchAll(/https?:\/\/[^\s"'<)]+/g)].map(([address]) => address);
    expect(new Set(addresses)).toEqual(new Set(["http://www.w3.org/2000/svg"]));
    expect(html).not.toMatch(/\beval\(|new Function/);
  });

  it("keeps its budget: 200 trials 600 KB, 1000 trials of 200 epochs 2 MB", async () => {
    const small = await studyPage(sampleStudy({ trials: 200, epochs: 100 }));
    expect(Buffer.byteLength(small)).toBeLessThan(600 * 1024);
    const large = await studyPage(sampleStudy({ trials: 1000, epochs: 200 }));
    expect(Buffer.byteLength(large)).toBeLessThan(2 * 1024 * 1024);
    expect(large).toMatch(/size of this page<\/dt><dd>\d+ KB</);
  });
});

describe("run page", () => {
  const input = sampleRun();

  it("gives the same bytes for the same input", async () => {
    expect(await runPage(input)).toBe(await runPage(structuredClone(input)));
  });

  it("says what came out, from the steps' own metrics", async () => {
    const html = visible(await runPage(input));
    expect(html).toContain(
      "<h1>digits: 94.02 % validation accuracy after 10 epochs, 93.81 % test accuracy</h1>",
    );
    expect(html).toContain("! warn");
    expect(html).toContain("✓ train");
  });

  it("carries metrics and the last epoch exactly", async () => {
    const data = dataOf(await runPage(input));
    expect(data.steps.map(({ metrics }: { metrics: unknown }) => metrics)).toEqual(
      input.steps.map(({ metrics }) => metrics),
    );
    expect(data.curves[0].last).toEqual(input.curves[0]!.rows.at(-1));
  });

  it("says why a run stopped, with its log", async () => {
    const steps = input.steps.map((step, index) =>
      index === 2 ? { ...step, status: "failed" as const, log: "line 1\nout of <memory>" } : step,
    );
    const html = visible(await runPage({ ...input, steps, curves: [] }));
    expect(html).toContain("<h1>digits: train failed: out of &lt;memory></h1>");
    expect(html).toContain('id="log"');
  });

  it("says why a training broke down, from the earliest cause, with traces up to its end", async () => {
    const link = { ...diverged, code: "ACT001", name: "deadUnits", severity: "warn" as const };
    const ended = { ...diverged, code: "NUM001", name: "nonFinite", evidence: "loss NaN", remedies: [] };
    const note = {
      ...diverged,
      code: "ENG001",
      name: "notReplayed",
      severity: "info" as const,
      evidence: "layers.1: read",
    };
    const steps = input.steps.map((step) =>
      step.id === "train"
        ? {
            ...step,
            status: "infeasible" as const,
            findings: [ended, link, note],
            watch: sampleWatch({ epochs: 0, broken: 3 }),
          }
        : step,
    );
    const html = visible(await runPage({ ...input, steps, curves: [{ step: "train", rows: [] }] }));
    expect(html).toContain("Earliest cause: dead units (ACT001)");
    expect(html).toContain("Last good iteration: 3");
    expect(html).toMatch(/href="#finding-ACT001".*href="#finding-NUM001"/s);
    expect(html).toContain("Gradient norm and learning rate");
    expect(html).toContain("<dt>engine note</dt><dd>train: layers.1: read</dd>");
    expect(html).toContain("npx attune apply ACT001 experiments/digits/experiment.yaml");
    expect(html).not.toMatch(/NaN[^<]*"|Infinity|undefined/);
  });

  it("marks where it stopped early and whose weights it gives", async () => {
    const detail = { stopped: { epoch: 10, reason: "no gain" }, selected: { epoch: 7 } };
    const steps = input.steps.map((step) => (step.id === "train" ? { ...step, detail } : step));
    const html = visible(await runPage({ ...input, steps }));
    expect(html).toContain("Stopped early, after epoch 10: no gain.");
    expect(html).toContain(">kept, epoch 7<");
  });

  it("stands without a watch", async () => {
    const steps = input.steps.map(({ watch: _watch, ...step }) => step);
    expect(visible(await runPage({ ...input, steps }))).not.toContain('id="layers"');
  });

  it("stands without steps", async () => {
    const html = visible(await runPage({ ...input, steps: [], curves: [] }));
    expect(html).not.toMatch(/NaN|undefined/);
  });

  it("ignores details of another form", async () => {
    const steps = [{ ...input.steps[0]!, detail: { layers: "none", confusion: [1] } }];
    expect(await runPage({ ...input, steps })).not.toContain('id="network"');
  });
});
