/** A small model for each row of the catalogs, found by trying: a new layer, loss or activation joins by itself. */
import { activations, buildModel, layers, losses, type Model, ModelConfig } from "@attune/nn";
import { optimizers } from "@attune/optim";
import * as Schema from "effect/Schema";

export interface Example {
  readonly title: string;
  readonly model: Model;
  readonly targets: "classes" | "values";
}

/** Settings that suit some layer; the first that a layer takes are its example. */
const SETTINGS: ReadonlyArray<unknown> = [
  { units: 4 },
  { filters: 3, kernel: 3 },
  { kernel: 3 },
  { rate: 0.3 },
  { std: 0.1 },
  { size: 2 },
  { vocabulary: 5, size: 3 },
  { vocabulary: 5, units: 3 },
  { shape: [36, 2] },
  { layers: [{ dense: { units: 4 } }] },
  { layers: [{ conv2d: { filters: 2, kernel: 3, padding: "same" } }] },
  [{ dense: { units: 6 } }],
  {},
  ...Object.keys(activations),
];

const SHAPES: ReadonlyArray<ReadonlyArray<number>> = [[6], [5, 4], [6, 6, 2]];
const CLASSES = 3;

/** A model as it is written, or none if its schema or its shapes refuse it. */
export const built = (written: unknown, shape: ReadonlyArray<number>): Model | undefined => {
  try {
    const made = buildModel(
      Schema.decodeUnknownSync(ModelConfig)(written, { onExcessProperty: "error" }),
      shape,
    );
    return "problem" in made ? undefined : made.model;
  } catch {
    return undefined; // refused by its schema
  }
};

/** The layer between others, so that gradients flow through it; alone at the start where it takes indices. */
const around = (layer: unknown): ReadonlyArray<unknown> => [layer, "flatten", { dense: { units: CLASSES } }];

const layerExample = (name: string): Example => {
  for (const shape of SHAPES.toReversed()) {
    for (const settings of SETTINGS) {
      const model = built({ layers: around({ [name]: settings }), loss: "cross_entropy" }, shape);
      if (model !== undefined) {
        return { title: `${name} ${JSON.stringify(settings)} of [${shape}]`, model, targets: "classes" };
      }
    }
  }
  throw new Error(`${name}: none of the settings here make a layer; add some that do to SETTINGS`);
};

export const mlp = (activation: unknown, loss: unknown, outputs = CLASSES): Model =>
  built(
    {
      layers: [
        { dense: { units: 8, activation } },
        { dropout: { rate: 0.3 } },
        { dense: { units: outputs } },
      ],
      loss,
    },
    [6],
  )!;

export const layerExamples = (): ReadonlyArray<Example> => Object.keys(layers).map(layerExample);

export const activationExamples = (): ReadonlyArray<Example> =>
  Object.keys(activations).map((name) => ({
    title: name,
    model: mlp(name, "cross_entropy"),
    targets: "classes",
  }));

/** The losses that compare with class indices, told by their row, take them; the others take values. */
export const lossExamples = (): ReadonlyArray<Example> =>
  Object.entries(losses).map(([name, row]) => {
    const { targets, binary }: { readonly targets: string; readonly binary?: boolean } = row;
    const kind = targets === "values" ? "values" : "classes";
    return { title: name, model: mlp("relu", name, binary === true ? 1 : CLASSES), targets: kind };
  });

export const optimizerExamples = () =>
  Object.entries(optimizers).map(([name, row]) => {
    const config = Schema.decodeUnknownSync(row.config as Schema.Codec<{ learningRate: number }>)({
      learning_rate: 0.01,
    });
    return {
      name,
      transform: (row.transform as (settings: typeof config) => ReturnType<typeof row.transform>)(config),
    };
  });
