/** Whether a model that looks its inputs up finds a row for each of them. */
import type { Dataset } from "./Dataset.ts";
import type { Model, ModelProblem } from "./Model.ts";

/** The first input of `dataset` that is no index of the model's first layer, told as a sentence. */
export const indexProblem = (
  { layers }: Pick<Model, "layers">,
  { features, scale, featureShape }: Pick<Dataset, "features" | "scale" | "featureShape">,
  normalize: "none" | "standard",
): ModelProblem | undefined => {
  const vocabulary = layers[0]?.vocabulary;
  if (vocabulary === undefined) return undefined;
  const path = ["layers", 0];
  if (normalize !== "none") {
    const message = `the first layer looks up indices, but data.normalize: ${normalize} turns them into fractions`;
    return { path, message, remedy: "data.normalize: none" };
  }
  const isIndex = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < vocabulary;
  const at = features.findIndex((value: number) => !isIndex(value * scale));
  if (at < 0) return undefined;
  const width = featureShape.reduce((product, length) => product * length, 1);
  const message = `expected indices, whole numbers from 0 to ${vocabulary - 1}, received ${features[at]! * scale} in example ${Math.floor(at / width)}, place ${at % width}`;
  return { path, message };
};
