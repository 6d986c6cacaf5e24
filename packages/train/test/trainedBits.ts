/** A program: trains a model for each row of the catalogs, and some of greater width, and prints a digest of each. */
import { createHash } from "node:crypto";
import { type NamedValues, openEngine } from "@attune/nn";
import { adam } from "@attune/optim";
import * as Schema from "effect/Schema";
import { activationExamples, built, type Example, layerExamples, lossExamples } from "./catalogExamples.ts";
import { shortStart, trainShortly } from "./shortTraining.ts";

const conv = (filters: number) => ({ conv2d: { filters, kernel: 3, padding: "same", activation: "relu" } });

/** Several panels of a product, whole ones and every kind of edge. */
const wide: ReadonlyArray<Example> = [
  { layers: [{ dense: { units: 37, activation: "relu" } }, { dense: { units: 53 } }], shape: [41] },
  { layers: [{ lstm: { units: 20 } }, { dense: { units: 3 } }], shape: [5, 17] },
  { layers: [{ gru: { units: 20 } }, { dense: { units: 3 } }], shape: [5, 17] },
  {
    layers: [
      conv(16),
      { residual: [conv(16), "batch_norm", conv(16)] },
      { max_pool: { size: 2 } },
      conv(23),
      "flatten",
      { dense: { units: 10 } },
    ],
    shape: [11, 9, 3],
  },
].map(({ layers, shape }) => ({
  title: JSON.stringify(layers),
  model: built({ layers, loss: "cross_entropy" }, shape)!,
  targets: "classes",
}));

const digestOf = (values: NamedValues): string => {
  const hash = createHash("sha256");
  for (const name of Object.keys(values).toSorted()) hash.update(name).update(values[name]!.data);
  return hash.digest("hex");
};

const engine = await openEngine("wasm");
const transform = adam.transform(Schema.decodeUnknownSync(adam.config)({ learning_rate: 0.01 }));
for (const { title, model, targets } of [
  ...layerExamples(),
  ...activationExamples(),
  ...lossExamples(),
  ...wide,
]) {
  const of = { model, targets, transform };
  const { params } = trainShortly(engine, of, shortStart(of), 0, 5);
  console.log(`${digestOf(params)} ${title}`);
}
