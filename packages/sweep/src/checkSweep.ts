/** What can be wrong with a `sweep` section beyond its form: what it names, and what it searches. */
import { canonicalJson, decode, type Mistake, nearest, type SweptStep } from "@attune/core";
import { optionLabels, type Parameter } from "@attune/search";
import * as Predicate from "effect/Predicate";
import * as Result from "effect/Result";
import { labelOf, objectiveOf, SweepConfig, samplerOf, settingPath } from "./SweepConfig.ts";

/** The objective's metric is none that its step can have. */
const metricMistakes = (
  config: SweepConfig,
  metrics: ReadonlyArray<string> | undefined,
): ReadonlyArray<Mistake> => {
  const { direction, step, metric } = objectiveOf(config);
  if (metrics === undefined || metrics.includes(metric)) return [];
  const near = nearest(metric, metrics);
  const remedy = near
    ? `did you mean "${step}.${near}"?`
    : `${step} has: ${metrics.join(", ") || "no metrics"}`;
  return [
    {
      path: ["sweep", "objective", direction],
      message: `the step ${step} has no metric "${metric}"`,
      remedy,
    },
  ];
};

const objectiveMistakes = (config: SweepConfig, steps: ReadonlyArray<SweptStep>): ReadonlyArray<Mistake> => {
  const { direction, step } = objectiveOf(config);
  const stepIds = steps.map(({ id }) => id);
  if (steps.some(({ id, readsTest }) => id === step && readsTest)) {
    const message = `trials are not judged on the test set, and ${step} reads it`;
    const remedy = "judge them on validation data, as in train.validation.accuracy";
    return [{ path: ["sweep", "objective", direction], message, remedy }];
  }
  if (stepIds.length === 0) return []; // that is what is wrong
  const found = steps.find(({ id }) => id === step);
  if (found) return metricMistakes(config, found.metrics);
  const near = nearest(step, stepIds);
  return [
    {
      path: ["sweep", "objective", direction],
      message: `expected a step and its metric, as in train.validation.accuracy, received "${config.objective[direction]}"`,
      remedy: near === undefined ? `steps here: ${stepIds.join(", ")}` : `did you mean "${near}."…?`,
    },
  ];
};

const matrixMistakes = ({ matrix = {}, exclude = [], sampler }: SweepConfig): ReadonlyArray<Mistake> => {
  const names = Object.keys(matrix);
  const paths = names.flatMap((name): ReadonlyArray<Mistake> => {
    if (settingPath(name)) return [];
    const remedy = "as in steps.train.with.epochs";
    return [
      {
        path: ["sweep", "matrix", name],
        at: "key",
        message: `expected the path of a setting under data, model or steps.….with`,
        remedy,
      },
    ];
  });
  const unknown = exclude.flatMap((point, i) =>
    Object.keys(point)
      .filter((name) => !names.includes(name))
      .map((name): Mistake => {
        const near = nearest(name, names);
        const remedy = near ? `did you mean "${near}"?` : `in the matrix: ${names.join(", ") || "nothing"}`;
        return {
          path: ["sweep", "exclude", i, name],
          at: "key",
          message: `the matrix has no "${name}"`,
          remedy,
        };
      }),
  );
  const absent = exclude.flatMap((point, i) =>
    Object.entries(point).flatMap(([name, value]): ReadonlyArray<Mistake> => {
      const options = matrix[name];
      if (options === undefined || labelOf(options, value) !== undefined) return [];
      const remedy = `in the matrix: ${optionLabels(options).join(", ")}`;
      return [
        {
          path: ["sweep", "exclude", i, name],
          message: `the matrix has no ${canonicalJson(value)} there`,
          remedy,
        },
      ];
    }),
  );
  const twice: ReadonlyArray<Mistake> =
    sampler !== undefined &&
    names.length > 0 &&
    samplerOf({ objective: {}, parallel: 1, sampler }).name !== "grid"
      ? [
          {
            path: ["sweep", "sampler"],
            message: "a matrix is searched by a grid",
            remedy: "drop the sampler, or the matrix",
          },
        ]
      : [];
  return [...paths, ...unknown, ...absent, ...twice];
};

const sizeMistakes = (config: SweepConfig, parameters: ReadonlyArray<Parameter>): ReadonlyArray<Mistake> => {
  const size = samplerOf(config).size(parameters);
  if (typeof size === "object") {
    const { problem, remedy, path } = size;
    return [
      path ? { path, message: problem, remedy } : { path: ["sweep"], at: "key", message: problem, remedy },
    ];
  }
  if (size !== undefined || config.trials !== undefined) return [];
  return [
    {
      path: ["sweep"],
      at: "key",
      message: 'the key "trials" is missing',
      remedy: "how many configurations to try, as in trials: 20",
    },
  ];
};

/** What is wrong with a `sweep` section of a file with these steps and hyperparameters. */
export const checkSweep = (
  section: unknown,
  steps: ReadonlyArray<SweptStep>,
  parameters: ReadonlyArray<Parameter>,
): ReadonlyArray<Mistake> => {
  if (Predicate.hasProperty(section, "objective") && typeof section.objective === "string") {
    const remedy = `write it as { maximize: ${section.objective} }, or minimize`;
    return [{ path: ["sweep", "objective"], message: "the objective has no direction", remedy }];
  }
  const decoded = decode(SweepConfig, section, ["sweep"]);
  if (Result.isFailure(decoded)) return decoded.failure;
  const config = decoded.success;
  return [
    ...objectiveMistakes(config, steps),
    ...matrixMistakes(config),
    ...sizeMistakes(config, parameters),
  ];
};
