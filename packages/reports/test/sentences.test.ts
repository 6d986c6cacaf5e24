/** Each sentence: its text for given numbers, and another text (or none) once a number changes. */

import type { Finding } from "@attune/core";
import { describe, expect, it } from "vitest";
import { causalChain } from "../src/causalChain.ts";
import { failureCauses } from "../src/failureCauses.ts";
import { dominantFailureCause } from "../src/findings/dominantFailureCause.ts";
import { manyInfeasible } from "../src/findings/manyInfeasible.ts";
import { selectionNoise } from "../src/findings/selectionNoise.ts";
import type { Confusion, Curve, LayerStatistics, StudyInput, TrialInput } from "../src/index.ts";
import { bestTrialSentence } from "../src/sentences/bestTrialSentence.ts";
import { causeSentence } from "../src/sentences/causeSentence.ts";
import { checksSentence } from "../src/sentences/checksSentence.ts";
import { checksVerdict } from "../src/sentences/checksVerdict.ts";
import { confusionSentence } from "../src/sentences/confusionSentence.ts";
import { costVerdict } from "../src/sentences/costVerdict.ts";
import { curvesSentence } from "../src/sentences/curvesSentence.ts";
import { endSentence } from "../src/sentences/endSentence.ts";
import { filtersSentence } from "../src/sentences/filtersSentence.ts";
import { finalistsSentence } from "../src/sentences/finalistsSentence.ts";
import { fitVerdict } from "../src/sentences/fitVerdict.ts";
import { gapSentence } from "../src/sentences/gapSentence.ts";
import { gradientNormSentence } from "../src/sentences/gradientNormSentence.ts";
import { gradientSentence } from "../src/sentences/gradientSentence.ts";
import { growthSentence } from "../src/sentences/growthSentence.ts";
import { historySentence } from "../src/sentences/historySentence.ts";
import { lastGoodSentence } from "../src/sentences/lastGoodSentence.ts";
import { layersSentence } from "../src/sentences/layersSentence.ts";
import { lossSentence } from "../src/sentences/lossSentence.ts";
import { parallelSentence } from "../src/sentences/parallelSentence.ts";
import { pipelineSentence } from "../src/sentences/pipelineSentence.ts";
import { resultVerdict } from "../src/sentences/resultVerdict.ts";
import { type RunOutcome, runHeadline } from "../src/sentences/runHeadline.ts";
import { searchMoreVerdict } from "../src/sentences/searchMoreVerdict.ts";
import { slicesSentence } from "../src/sentences/slicesSentence.ts";
import { spreadSentence } from "../src/sentences/spreadSentence.ts";
import { studyCounts } from "../src/sentences/studyCounts.ts";
import { studyHeadline } from "../src/sentences/studyHeadline.ts";
import { testVerdict } from "../src/sentences/testVerdict.ts";
import { traceSentence } from "../src/sentences/traceSentence.ts";
import { type TrustFigures, trustVerdict } from "../src/sentences/trustVerdict.ts";
import { unitsSentence } from "../src/sentences/unitsSentence.ts";
import { updateRatioSentence } from "../src/sentences/updateRatioSentence.ts";
import { wiggleSentence } from "../src/sentences/wiggleSentence.ts";
import { studyFacts } from "../src/studyFacts.ts";
import { diverged, sampleStudy } from "./sampleStudy.ts";
import { sampleWatch } from "./sampleWatch.ts";

const ACCURACY = "train.validation.accuracy";

const trial = (number: number, objective: number | undefined, rate = 0.001): TrialInput => ({
  number,
  assignment: { "steps.train.with.learning_rate": rate },
  state: objective === undefined ? "infeasible" : "succeeded",
  ...(objective === undefined ? {} : { objective }),
  epochs: 1,
  durationMillis: 10,
  curve: [],
  checks: [],
  findings: [],
});

const finalist = (
  number: number,
  rank: number,
  objectives: ReadonlyArray<number>,
  tests: ReadonlyArray<number>,
) => ({
  trial: number,
  rank,
  repeats: objectives.map((objective, index) => ({
    repeat: index + 1,
    seed: index,
    objective,
    test: { "test.accuracy": tests[index] ?? 0 },
    state: "succeeded" as const,
    curve: [],
  })),
});

const study = (parts: Partial<StudyInput>): StudyInput => ({
  ...sampleStudy({ trials: 0 }),
  parameters: [
    { name: "steps.train.with.learning_rate", space: { kind: "log_uniform", low: 1e-5, high: 0.1 } },
  ],
  ...parts,
});

const headline = (parts: Partial<StudyInput>) => studyHeadline(study(parts), studyFacts(study(parts)));

it("endSentence says why a training ended and whose figures it gives", () => {
  expect(endSentence({})).toBeUndefined();
  expect(endSentence({ stopped: { epoch: 6, reason: "no improvement" }, selected: { epoch: 4 } })).toBe(
    "Stopped early, after epoch 6: no improvement. Weights and figures are those of epoch 4, the best in validation.",
  );
});

describe("of a study", () => {
  const trials = [trial(16, 0.9), trial(17, 0.954)];
  const finalists = [finalist(17, 1, [0.95, 0.951, 0.952], [0.94, 0.941, 0.942])];

  it("headline", () => {
    expect(headline({ trials, finalists, winner: 17 })).toBe(
      "digits: trial 17 reaches 95.4 % validation accuracy; 94.1 % on test over 3 seeds",
    );
    expect(headline({ trials: [trial(16, 0.9)], finalists: [] })).toBe(
      "digits: trial 16 reaches 90 % validation accuracy",
    );
    expect(headline({ trials: [trial(0, undefined)], finalists: [] })).toBe(
      "digits: none of 1 trial succeeded",
    );
    expect(
      headline({
        trials,
        finalists: [],
        objective: { direction: "minimize", path: "train.validation.loss" },
      }),
    ).toBe("digits: trial 16 reaches 0.9 validation loss");
  });

  it("counts", () => {
    expect(studyCounts([trial(0, 1), trial(1, undefined)])).toBe("2 trials (1 succeeded, 1 infeasible)");
    expect(studyCounts([])).toBe("0 trials");
  });

  it("best trial", () => {
    const of = (rate: number, objectives: ReadonlyArray<number>) => {
      const input = study({
        trials: [trial(3, 0.9, rate)],
        finalists: objectives.length === 0 ? [] : [finalist(3, 1, objectives, [])],
        winner: 3,
      });
      return bestTrialSentence(input, studyFacts(input));
    };
    expect(of(0.00156, [])).toBe("validation accuracy. learning_rate 0.00156");
    expect(of(0.002, [0.9, 0.8])).toBe("validation accuracy, 85 % over 2 fresh seeds. learning_rate 0.002");
    expect(bestTrialSentence(study({}), { best: undefined, winner: undefined })).toBeUndefined();
  });

  it("trust: yes only where the interval lies above 0", () => {
    const figures = (low: number): TrustFigures => ({
      path: ACCURACY,
      lead: { over: 12, pairs: 3, mean: 0.006, interval: { mean: 0.006, low, high: 0.01 } },
      seedNoise: 0.004,
      ranked: [],
      finalists: 3,
    });
    expect(trustVerdict(figures(0.002))).toEqual({
      figure: "Yes",
      text: "lead 0.6 points over trial 12, 95 % interval 0.2 to 1 points, 3 paired seeds; seed noise 0.4 points (sd)",
      tone: "ok",
    });
    expect(trustVerdict(figures(-0.002))?.figure).toBe("Cannot tell");
    expect(trustVerdict(figures(-0.002))?.text).toContain("−0.2 to 1 points");
    const untested = { path: ACCURACY, lead: undefined, seedNoise: undefined, finalists: 0 };
    expect(trustVerdict({ ...untested, ranked: [0.9, 0.88] })?.text).toBe(
      "lead 2 points over the next trial, on one seed: no finalists were re-run",
    );
    expect(trustVerdict({ ...untested, ranked: [0.9, 0.88], finalists: 1 })?.text).toBe(
      "lead 2 points over the next trial, on one seed: 1 finalist was re-run, no pair to compare",
    );
    expect(trustVerdict({ ...untested, ranked: [] })).toBeUndefined();
  });

  it("test", () => {
    const facts = (test: number) =>
      studyFacts(
        study({
          trials,
          finalists: [finalist(17, 1, [0.95, 0.96], [0.94, test]), finalist(16, 2, [0.9, 0.9], [0.89, 0.89])],
          winner: 17,
        }),
      );
    const of = (test: number) =>
      testVerdict(facts(test).winner, facts(test).finalists, 200, "train.validation.accuracy");
    expect(of(0.94)?.figure).toBe("94 %");
    expect(of(0.94)?.text).toBe(
      "test accuracy ± 0 points (sd, 2 seeds); the other finalist 89 %. 200 configurations had been tried before",
    );
    expect(of(0.95)?.figure).toBe("94.5 %");
    expect(testVerdict(undefined, [], 200, "train.validation.accuracy")).toBeUndefined();
  });

  it("search more", () => {
    const edge = { name: "l2", value: 1e-6, side: "low", bound: 1e-6, log: true } as const;
    expect(searchMoreVerdict(40, 10, [], new Map())).toMatchObject({
      figure: "Probably not",
      text: "no gain in the last 29 trials of 40; the best values lie inside their ranges",
    });
    expect(searchMoreVerdict(40, 38, [], new Map())?.figure).toBe("Yes");
    expect(searchMoreVerdict(40, 10, [edge], new Map())?.text).toBe(
      "no gain in the last 29 trials; the best value lies at the edge of l2 (low end)",
    );
    expect(searchMoreVerdict(40, undefined, [], new Map())).toBeUndefined();
  });

  it("history and curves", () => {
    expect(historySentence(9, 5, 1, 2)).toBe(
      "Line: best so far. Crosses: 5 infeasible, 1 failed. 2 trials outside the range, drawn as triangles at its edge.",
    );
    expect(historySentence(1, 0, 0, 0)).toBe("Line: best so far.");
    expect(historySentence(0, 3, 0, 0)).toBe("Crosses: 3 infeasible.");
    expect(curvesSentence("bands", 20, 4, 1)).toMatch(/^Bands: 5 to 95 %/);
    expect(curvesSentence("lines", 20, 4, 1)).toContain(
      "Grey: each trial. n = 20. Coloured: the 4 best. 1 curve outside",
    );
    expect(curvesSentence("lines", 1, 1, 0)).toBe("n = 1. Coloured: the best.");
    expect(curvesSentence("bands", 0, 0, 0)).toBeUndefined();
  });
});

describe("of checks", () => {
  it("counts what needs attention", () => {
    expect(checksSentence(3, 4)).toBe(
      "3 need attention, 4 passed. Open a line for the reason and the remedy.",
    );
    expect(checksSentence(1, 4)).toMatch(/^1 needs attention, 4 passed/);
    expect(checksSentence(0, 1)).toBe("1 check passed.");
    expect(checksSentence(0, 0)).toBeUndefined();
  });

  it("verdict", () => {
    expect(checksVerdict(1, 2, 3)).toEqual({
      figure: "1 failure",
      text: "2 warnings, 3 checks passed",
      tone: "bad",
    });
    expect(checksVerdict(0, 2, 3)).toMatchObject({ figure: "2 warnings", tone: "warn" });
    expect(checksVerdict(0, 0, 3)).toMatchObject({ figure: "All passed", tone: "ok" });
    expect(checksVerdict(0, 0, 0)).toBeUndefined();
  });
});

describe("of a run", () => {
  const outcome: RunOutcome = {
    name: "digits",
    stopped: undefined,
    figures: [
      { metric: "validation.accuracy", value: 0.9402 },
      { metric: "test.accuracy", value: 0.93 },
    ],
    epochs: 10,
    steps: 4,
  };
  const stopped = {
    ...outcome,
    stopped: { step: "sanity", status: "infeasible", evidence: "loss 9, expected 2.3" },
  };

  it("headline", () => {
    expect(runHeadline(outcome)).toBe(
      "digits: 94.02 % validation accuracy after 10 epochs, 93 % test accuracy",
    );
    expect(runHeadline({ ...outcome, figures: [] })).toBe("digits: all 4 steps succeeded");
    expect(runHeadline(stopped)).toBe("digits: sanity is infeasible: loss 9, expected 2.3");
  });

  it("result", () => {
    expect(resultVerdict(outcome)).toMatchObject({ figure: "94.02 %", tone: "ok" });
    expect(resultVerdict(stopped)).toMatchObject({ figure: "Infeasible", tone: "bad" });
    expect(resultVerdict({ ...outcome, figures: [] })).toBeUndefined();
  });

  it("fit and gap", () => {
    expect(fitVerdict("accuracy", 0.97, 0.94)).toMatchObject({
      figure: "3 points",
      text: "gap: 97 % training, 94 % validation accuracy",
    });
    expect(fitVerdict("accuracy", 0.97, undefined)).toBeUndefined();
    expect(gapSentence("accuracy", 0.97, 0.94)).toContain("3 points at the end");
    expect(gapSentence("accuracy", 0.97, 0.96)).toContain("1 points at the end");
    expect(gapSentence("accuracy", undefined, 0.96)).toBeUndefined();
  });

  it("cost", () => {
    const steps = [
      { id: "init", durationMillis: 400 },
      { id: "train", durationMillis: 61_000 },
    ];
    expect(costVerdict(steps, 10, "wasm")).toMatchObject({
      figure: "1 min 1 s",
      text: "longest: train, 1 min 1 s for 10 epochs; engine wasm",
    });
    expect(costVerdict([], 0, "wasm")).toBeUndefined();
  });

  it("loss", () => {
    const curve = (...losses: ReadonlyArray<number>): Curve =>
      losses.map((loss, index) => ({ epoch: index + 1, scalars: { "validation.loss": loss } }));
    expect(lossSentence(curve(2, 1, 0.5))).toBe("Validation loss is lowest at the end: 0.5, epoch 3.");
    expect(lossSentence(curve(2, 0.4, 0.5))).toBe(
      "Validation loss is lowest at epoch 2: 0.4; 0.5 at the end.",
    );
    expect(lossSentence([])).toBeUndefined();
  });

  it("confusion", () => {
    const of = (wrong: number): Confusion => ({
      labels: ["cat", "dog"],
      counts: [
        [9, wrong],
        [0, 10],
      ],
    });
    expect(confusionSentence(of(1))).toBe("1 of 20 examples wrong; most often cat taken for dog: 1 of 10.");
    expect(confusionSentence(of(3))).toBe("3 of 22 examples wrong; most often cat taken for dog: 3 of 12.");
    expect(confusionSentence(of(0))).toBeUndefined();
  });

  it("layers", () => {
    const layer = (name: string, activationStd: number | null): LayerStatistics => ({
      name,
      weightStd: 1,
      activationMean: 0,
      activationStd,
      preactivationStd: 1,
      gradientStd: activationStd && activationStd / 100,
      zeroShare: 0,
      deadShare: null,
      saturatedShare: null,
    });
    expect(layersSentence([layer("layers.0", 0.8), layer("layers.1", 0.4)])).toContain(
      "0.8 to 0.4, a factor of 0.5",
    );
    expect(layersSentence([layer("layers.0", 0.8), layer("layers.1", 1.6)])).toContain("a factor of 2");
    expect(layersSentence([layer("layers.0", 0.8), layer("layers.1", null)])).toBeUndefined();
    expect(gradientSentence([layer("layers.0", 0.8), layer("layers.1", null), layer("layers.2", 0.4)])).toBe(
      "Of the gradients by weights: 0.008 in layers.0, 0.004 in layers.2.",
    );
    expect(gradientSentence([layer("layers.0", 0.8), layer("layers.1", null)])).toBeUndefined();
  });
});

describe("of the figures and tables", () => {
  it("slices and parallel coordinates", () => {
    expect(slicesSentence("loss", 30, 3, 2, 1)).toBe(
      "loss of 30 trials against each hyperparameter. Orange: the 3 best. Crosses: 2 infeasible. Triangles: 1 outside the range.",
    );
    expect(slicesSentence("loss", 5, 1, 0, 0)).toBe(
      "loss of 5 trials against each hyperparameter. Orange: the best.",
    );
    expect(slicesSentence("loss", 0, 0, 2, 0)).toBeUndefined();
    expect(parallelSentence(30, 3, 0)).toBe(
      "One line for each of 30 trials with a result; orange: the 3 best.",
    );
    expect(parallelSentence(30, 3, 1)).toContain("below an axis");
    expect(parallelSentence(0, 0, 0)).toBeUndefined();
  });

  it("finalists and steps", () => {
    expect(finalistsSentence(3, 5, "loss", 40, true)).toBe(
      "3 finalists on 5 fresh seeds, best mean loss first. The test set was read after 40 configurations had been tried.",
    );
    expect(finalistsSentence(1, 1, "loss", 40, false)).toBe(
      "1 finalist on 1 fresh seed, best mean loss first.",
    );
    expect(finalistsSentence(0, 0, "loss", 40, true)).toBeUndefined();
    expect(pipelineSentence(4, 3)).toMatch(/^3 of 4 steps succeeded/);
    expect(pipelineSentence(0, 0)).toBeUndefined();
  });

  it("findings of a study fire past their limit only", () => {
    expect(manyInfeasible(11, 40)?.evidence).toBe("11 of 40 trials (28 %) are infeasible; limit 25 %");
    expect(manyInfeasible(10, 40)).toBeUndefined();
    expect(manyInfeasible(0, 0)).toBeUndefined();
    const noise = selectionNoise(ACCURACY, 0.001, 3, 5, 0.004);
    expect(noise?.evidence).toBe(
      "the 3 best trials differ by 0.1 points, less than one seed's standard deviation (0.4 points)",
    );
    expect(noise?.remedies[0]?.patch).toEqual({ path: "sweep.finalists.seeds", value: 10 });
    expect(selectionNoise(ACCURACY, 0.004, 3, 5, 0.004)).toBeUndefined();
  });
});

describe("sentences on a watch", () => {
  const watch = sampleWatch();
  const [tensor, layer] = [watch.tensors[0]!, watch.layers[0]!];
  const ratio = (name: string, ...updateRatio: ReadonlyArray<number | null>) => ({
    ...tensor,
    name,
    updateRatio,
  });

  it("updateRatioSentence names the tensors outside the band", () => {
    const healthy = [ratio("a", null, 1e-3, 2e-3, 3e-3), ratio("b", null, 4e-3)];
    expect(updateRatioSentence({ tensors: healthy })).toBe(
      "Medians over the run: 0.002 (a) to 0.004 (b); inside the healthy band (0.0003 to 0.01).",
    );
    expect(updateRatioSentence({ tensors: [...healthy, ratio("c", 5e-2)] })).toContain(
      "outside the healthy band: c (0.0003 to 0.01)",
    );
    expect(updateRatioSentence({ tensors: [ratio("a", 1e-3)] })).toBe(
      "Median over the run: 0.001 in a; inside the healthy band (0.0003 to 0.01).",
    );
    expect(updateRatioSentence({ tensors: [ratio("a", null)] })).toBeUndefined();
  });

  it("gradientNormSentence compares the first tensor with the last", () => {
    const [a, b] = [
      { ...tensor, name: "a", gradientNorm: [9, 0.5] },
      { ...tensor, name: "b", gradientNorm: [9, 2] },
    ];
    expect(gradientNormSentence({ tensors: [a, b] })).toBe(
      "At the end 0.5 in a and 2 in b: the first is 0.25 times the last.",
    );
    expect(gradientNormSentence({ tensors: [a] })).toBeUndefined();
    expect(gradientNormSentence({ tensors: [a, { ...b, gradientNorm: [9, null] }] })).toBeUndefined();
  });

  it("growthSentence tells on which side of its limit the largest growth is", () => {
    const grown = (norm: ReadonlyArray<number | null>) =>
      growthSentence({ tensors: [{ ...tensor, name: "a", norm }] });
    expect(grown([2, 3])).toBe("Most in a: 1.5 times its norm at the start, below the limit of 2.5.");
    expect(grown([2, 6])).toContain("3 times its norm at the start, above the limit");
    expect(grown([0, 6])).toBeUndefined();
  });

  it("spreadSentence tells the largest change, up or down", () => {
    const layers = [
      { ...layer, name: "a", std: [1, 2] },
      { ...layer, name: "b", std: [1, 0.25] },
    ];
    expect(spreadSentence({ layers })).toBe("Changed most in b: 1 before training, 0.25 at the end.");
    expect(spreadSentence({ layers: [{ ...layer, std: [null, 1] }] })).toBeUndefined();
  });

  it("unitsSentence tells dead and saturated apart", () => {
    const of = (deadShare: number | null, saturatedShare: number | null) =>
      unitsSentence({
        layers: [{ ...layer, name: "a", deadShare: [deadShare], saturatedShare: [saturatedShare] }],
      });
    expect(of(0.359, null)).toBe("At the end most dead units in a: 35.9 %.");
    expect(of(0, 0.5)).toBe("At the end no unit is dead; most saturated units in a: 50 %.");
    expect(of(null, null)).toBeUndefined();
  });

  it("filtersSentence judges by the number, and only what is large enough", () => {
    const filters = watch.filters!;
    expect(filtersSentence({ ...filters, autocorrelation: [0.01, 0.5] }, 2)).toBe(
      "16 filters of layers.0.weight, 28 × 28, each with its own contrast. Smooth: neighbours correlate by 0.5, 0.01 before training; below 0.2 is noise.",
    );
    expect(filtersSentence({ ...filters, autocorrelation: [0.01, 0.19] }, 2)).toContain(
      "Noisy: neighbours correlate by 0.19",
    );
    expect(filtersSentence({ ...filters, autocorrelation: [0, 0.1] }, 1.1)).toContain(
      "their norm is 1.1 times that at the start: most is still the noise they started as.",
    );
    expect(filtersSentence({ ...filters, judged: false }, 2)).toContain("too small to judge");
    expect(filtersSentence({ ...filters, autocorrelation: [null] }, 2)).toContain("They are flat.");
  });

  it("wiggleSentence is of the last quarter of the windows", () => {
    const window = (mean: number, std: number) => ({ start: 0, count: 50, mean, std, largest: mean });
    const windows = [window(9, 9), window(9, 9), window(9, 9), window(0.5, 0.1)];
    expect(wiggleSentence({ windows, batchSize: 64 })).toBe(
      "In the last quarter batches of 64 deviate by 0.1 from their mean of 0.5, 20 % of it.",
    );
    expect(wiggleSentence({ windows: [], batchSize: 64 })).toBeUndefined();
  });

  it("traceSentence tells both ends and the top, in iterations where no epoch was finished", () => {
    const trace = (gradientNorm: ReadonlyArray<number | null>, iterations: ReadonlyArray<number>) =>
      traceSentence({
        gradientNorm,
        iterations,
        epochs: iterations.map((at) => at / 10),
        iterationsPerEpoch: 10,
      });
    expect(trace([1, null, 8, 2], [0, 10, 20, 30])).toBe(
      "1 at the start, 2 at the end; highest 8 at epoch 2.",
    );
    expect(trace([1, 8], [0, 3])).toBe("1 at the start, 8 at the end; highest 8 at iteration 3.");
    expect(trace([1, null], [0, 10])).toBeUndefined();
  });

  it("lastGoodSentence tells where the last look was taken", () => {
    expect(lastGoodSentence(sampleWatch({ epochs: 0, broken: 61 }))).toBe(
      "Last good iteration: 61, 0.488 epochs in; the figures by layer end there; the worst batch loss of the last window is 4.",
    );
    expect(lastGoodSentence({ iterations: [], epochs: [], windows: [] })).toBeUndefined();
  });
});

describe("causes", () => {
  const finding = (code: string, severity: Finding["severity"]): Finding => ({
    ...diverged,
    code,
    name: "deadUnits",
    severity,
    evidence: "64 of 64",
  });
  const findings = [
    finding("NUM001", "fail"),
    finding("ACT001", "warn"),
    finding("FIT006", "info"),
    finding("ACT001", "warn"),
    finding("GRD002", "warn"),
  ];

  it("causalChain keeps the order of causes, each once, without notes, and the breakdown last", () => {
    expect(causalChain(findings).map(({ code }) => code)).toEqual(["ACT001", "GRD002", "NUM001"]);
  });

  it("causeSentence has the head's evidence, and what followed", () => {
    expect(causeSentence(causalChain(findings))).toBe(
      "Earliest cause: dead units (ACT001): 64 of 64. With it, or from it: dead units (GRD002), dead units (NUM001). Mend the first and run again.",
    );
    expect(causeSentence(findings.slice(0, 1))).toBe("Cause: dead units (NUM001): 64 of 64.");
    expect(causeSentence([])).toBeUndefined();
  });

  it("failureCauses weighs the head of each chain by trials and by time", () => {
    const dead = { ...trial(0, undefined), findings: [finding("ACT001", "warn"), finding("NUM001", "fail")] };
    const exploded = { ...dead, number: 1, durationMillis: 30, findings: [finding("GRD002", "warn")] };
    const causes = failureCauses([dead, exploded, { ...dead, number: 2 }, trial(3, 0.9), trial(4, 0.8)]);
    expect(causes.map(({ code, trials }) => [code, trials])).toEqual([
      ["GRD002", [1]],
      ["ACT001", [0, 2]],
    ]);
    expect(causes[0]).toMatchObject({ trialShare: 0.2, budgetShare: 30 / 70 });
    expect(dominantFailureCause(causes[0]!)?.evidence).toBe(
      "43 % of the training time went to GRD002, in 20 % of the trials; limit 20 %",
    );
    expect(dominantFailureCause({ ...causes[0]!, budgetShare: 0.2 })).toBeUndefined();
    expect(failureCauses([trial(0, 0.9), trial(1, undefined)])).toEqual([]);
  });
});
