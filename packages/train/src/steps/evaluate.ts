import { type Json, outcome, type StepKind } from "@attune/core";
import { ModelConfig, modelRows, noSettings, uploadTensors } from "@attune/nn";
import { dispose } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { predictions } from "../Evaluator.ts";
import { openNetwork } from "../Network.ts";
import { quietModel } from "../quietModel.ts";
import { type DataPart, dataPart, dataRowsOf, openData, openEngineOf } from "../Resources.ts";
import { readWeights } from "../readWeights.ts";
import { withEngineNotes } from "../withEngineNotes.ts";

export type EvaluateConfig = typeof noSettings.Type;

export type EvaluateView = {
  readonly data: DataPart;
  /** Without noise. */
  readonly model: Json;
};

/** counts[actual class][predicted class]. */
const countPairs = (
  actual: Int32Array,
  predicted: Int32Array,
  classes: number,
): ReadonlyArray<ReadonlyArray<number>> => {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  actual.forEach((label, row) => {
    counts[label]![predicted[row]!]! += 1;
  });
  return counts;
};

/**
 * Measures the weights on the test set: `test.loss` and `test.accuracy`, or `test.r2` where the target is values; the
 * detail `confusion` counts the pairs of actual class (row) and predicted class (column).
 */
export const evaluateStep: StepKind<EvaluateConfig, EvaluateView> = withEngineNotes({
  name: "evaluate",
  config: noSettings.annotate({ description: "Measures the weights on the test set." }),
  gate: false,
  consumes: ["weights"],
  produces: [],
  readsTest: true,
  view: (experiment) => ({ data: dataPart(experiment), model: quietModel(experiment.model) }),
  rows: ({ data, model }) => [
    { package: "@attune/train", name: "evaluateStep" },
    ...modelRows(Schema.decodeUnknownSync(ModelConfig)(model)),
    ...dataRowsOf(data),
  ],
  run: async (view, context) => {
    const [engine, data] = await Promise.all([openEngineOf(context), openData(view.data, context)]);
    if (data.test.size === 0) throw new Error("data.split.test is 0: there is nothing to evaluate on");
    const { model, evaluator } = await openNetwork(view, engine, data, context);
    const params = uploadTensors(readWeights(context, model.paramShapes));
    const { outputs, ...figures } = evaluator(params, data.test);
    dispose(params);
    const { labels, size } = data.test;
    const confusion = labels && {
      classes: data.classes,
      counts: countPairs(labels, predictions(model, outputs, size), data.classes.length),
    };
    return outcome({
      metrics: Object.fromEntries(Object.entries(figures).map(([name, value]) => [`test.${name}`, value])),
      detail: confusion ? { confusion } : {},
    });
  },
});
