import { describe, expect, it } from "vitest";
import { parseFilter } from "../src/client/trialFilter.ts";
import { curveMetric } from "../src/curveMetric.ts";
import { edgesTouched } from "../src/edgesTouched.ts";
import { embedJson } from "../src/page/embedJson.ts";
import { dark, light, type Token } from "../src/page/tokens.ts";
import { applyCommand } from "../src/texts/applyCommand.ts";
import { durationText } from "../src/texts/durationText.ts";
import { metricLabel, metricText } from "../src/texts/metricText.ts";
import { numberText } from "../src/texts/numberText.ts";
import { parameterLabels } from "../src/texts/parameterLabels.ts";
import { patchDiff } from "../src/texts/patchDiff.ts";

describe("texts", () => {
  it.each([
    [0, "0"],
    [0.00156, "0.00156"],
    [1.2e-5, "1.2e-5"],
    [-0.5, "−0.5"],
    [123456, "123500"],
    [1.4e8, "1.4e8"],
  ])("number %d", (value, text) => expect(numberText(value)).toBe(text));

  it.each([
    [12, "12 ms"],
    [1400, "1.4 s"],
    [59_990, "60 s"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
  ])("duration %d", (millis, text) => expect(durationText(millis)).toBe(text));

  it("metrics", () => {
    expect(metricText("train.validation.accuracy", 0.954)).toBe("95.4 %");
    expect(metricText("validation.loss", 0.123456)).toBe("0.1235");
    expect(metricLabel("train.validation.accuracy")).toBe("validation accuracy");
    expect(metricLabel("my_step.some_score")).toBe("some score");
  });

  it("parameters have short names, unique among themselves", () => {
    const labels = parameterLabels([
      "steps.train.with.optimizer[adam].learning_rate",
      "steps.train.with.l2",
      "steps.warm.with.l2",
      "model.layers[0].dense.units",
      "model.layers[2].dense.units",
      "model.layers[1].dropout.rate",
    ]);
    expect([...labels.values()]).toEqual([
      "learning_rate",
      "train.with.l2",
      "warm.with.l2",
      "layers[0].dense.units",
      "layers[2].dense.units",
      "dropout.rate",
    ]);
  });

  it("the curves' scalar is the objective's longest tail", () => {
    const curve = [{ epoch: 1, scalars: { "validation.accuracy": 1, "validation.loss": 1 } }];
    expect(curveMetric("train.validation.accuracy", [[], curve])).toBe("validation.accuracy");
    expect(curveMetric("evaluate.score", [curve])).toBe("validation.loss");
    expect(curveMetric("evaluate.score", [])).toBeUndefined();
  });

  it("embedded JSON never ends its script", () => {
    const text = embedJson({ name: "</script><!--\u2028" });
    expect(text).not.toMatch(/[<\u2028]/);
    expect(JSON.parse(text)).toEqual({ name: "</script><!--\u2028" });
  });
});

describe("edges", () => {
  const touched = (value: number, kind: "uniform" | "log_uniform" | "int", low: number, high: number) =>
    edgesTouched([{ name: "x", space: { kind, low, high } }], { x: value }).map(({ side }) => side);
  it("are 5 % of the range, logarithmic where the space is", () => {
    expect(touched(1.1e-5, "log_uniform", 1e-5, 1e-1)).toEqual(["low"]);
    expect(touched(2e-5, "log_uniform", 1e-5, 1e-1)).toEqual([]);
    expect(touched(0.09, "log_uniform", 1e-5, 1e-1)).toEqual(["high"]);
    expect(touched(0.49, "uniform", 0, 0.5)).toEqual(["high"]);
    expect(touched(0, "uniform", 0, 0.5)).toEqual([]);
    expect(touched(255, "int", 16, 256)).toEqual([]);
    expect(touched(256, "int", 16, 256)).toEqual(["high"]);
  });
});

describe("filter", () => {
  const row = {
    values: { learning_rate: "0.002", "dropout.rate": "0.3", state: "succeeded" },
    text: "#3 adam",
  };
  it.each([
    ["", true],
    ["adam", true],
    ["sgd", false],
    ["learning_rate<1e-2", true],
    ["learning_rate < 1e-3", false],
    ["dropout.rate>=0.3 state=succ", true],
    ["state!=infeasible", true],
    ["nothing=1", false],
    ["learning_rate<1e-2 sgd", false],
  ])("%s", (query, holds) => expect(parseFilter(query)(row)).toBe(holds));
});

describe("contrast (WCAG 2.2, 1.4.3)", () => {
  const luminance = (color: string): number => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (a: string, b: string): number => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high! + 0.05) / (low! + 0.05);
  };
  const pairs: ReadonlyArray<readonly [Token, Token]> = [
    ["fg", "bg"],
    ["ink", "card"],
    ["ink", "soft"],
    ["mut", "bg"],
    ["mut", "card"],
    ["acc", "card"],
    ["s0", "card"],
    ["s1", "card"],
    ["s2", "card"],
    ["s3", "card"],
    ["s4", "card"],
    ["s5", "card"],
    ["ok", "okbg"],
    ["warn", "warnbg"],
    ["bad", "badbg"],
  ];
  it.each(pairs)("%s on %s", (text, ground) => {
    expect(contrast(light[text], light[ground])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(dark[text], dark[ground])).toBeGreaterThanOrEqual(4.5);
  });
});

describe("what a remedy changes", () => {
  const yaml = "steps:\n  train:\n    uses: train\n    with:\n      l2: 0 # none\n      epochs: 3\n";

  it("patchDiff shows the lines that go and those that come, without their common indent", () => {
    expect(patchDiff(yaml, { path: "steps.train.with.l2", value: 0.01 })).toBe(
      "- l2: 0 # none\n+ l2: 0.01 # none",
    );
    expect(patchDiff(yaml, { path: "steps.train.with.select", value: "best" })).toBe("+ select: best");
    expect(patchDiff("a: [", { path: "a", value: 1 })).toBeUndefined();
  });

  it("applyCommand numbers a remedy only where it is not the first with a patch", () => {
    const patch = { path: "a", value: 1 };
    const place = {
      code: "LR003",
      file: "my file.yaml",
      options: "",
      remedies: [{ text: "x" }, { text: "y", patch }, { text: "z", patch }],
    };
    expect(applyCommand(place, 1)).toBe("npx attune apply LR003 'my file.yaml'");
    expect(applyCommand({ ...place, file: "a/b.yaml", options: "--trial 4" }, 2)).toBe(
      "npx attune apply LR003 a/b.yaml --trial 4 --remedy 3",
    );
  });
});
