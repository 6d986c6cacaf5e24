/** The weights that a step consumes. */
import type { StepContext } from "@attune/core";
import { decodeTensors, type NamedValues, type ParamShapes } from "@attune/nn";

/** Throws where they are not there or do not fit the model. */
export const readWeights = ({ inputs, blobs }: StepContext, shapes: ParamShapes): NamedValues => {
  const hash = inputs.weights?.artifacts.weights;
  if (hash === undefined) throw new Error("no weights among the inputs");
  const { values } = decodeTensors(blobs.read(hash));
  const outline = (named: Readonly<Record<string, { readonly shape: ReadonlyArray<number> }>>) =>
    Object.entries(named)
      .map(([name, { shape }]) => `${name} [${shape.join(", ")}]`)
      .sort()
      .join(", ");
  if (outline(values) !== outline(shapes)) {
    throw new Error(`expected weights ${outline(shapes)}, received ${outline(values)}`);
  }
  return values;
};
