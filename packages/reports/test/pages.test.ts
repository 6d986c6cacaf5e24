import { describe, expect, it } from "vitest";
import { runPage, type StudyInput, studyPage } from "../src/index.ts";
import { sampleRun, sampleStudy } from "./sampleStudy.ts";

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

  it("stands without steps", async () => {
    const html = visible(await runPage({ ...input, steps: [], curves: [] }));
    expect(html).not.toMatch(/NaN|undefined/);
  });

  it("ignores details of another form", async () => {
    const steps = [{ ...input.steps[0]!, detail: { layers: "none", confusion: [1] } }];
    expect(await runPage({ ...input, steps })).not.toContain('id="network"');
  });
});
