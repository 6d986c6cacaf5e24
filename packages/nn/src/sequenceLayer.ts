/** What the recurrent layers have in common: steps in, states out, and the names of their params. */
import { reshape, type Tensor, transpose } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { affine } from "./kernels/affine.ts";
import type { Layer, LayerProblem } from "./Layer.ts";
import type { ParamShapes } from "./Params.ts";

/** The settings that every recurrent layer has. */
export const sequenceSettings = {
  units: Schema.Int.check(Schema.isGreaterThan(0)).annotate({
    description: "Numbers that the layer remembers from step to step, at least 1.",
  }),
  output: Schema.Literals(["last", "sequence"])
    .annotate({
      description:
        "last: the state after the last step, one row of units; sequence: the states after every step, for a recurrent layer above this one.",
      default: "last",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("last" as const))),
};

/** The recurrence, of `gates` gates. */
export interface Recurrence {
  readonly units: number;
  readonly output: "last" | "sequence";
  readonly gates: number;
  /** Of the gates' activations, for the initializers. */
  readonly activation: string;
  /** What the bias starts at, one number for each of its gates · units. */
  readonly start?: ReadonlyArray<number>;
  /** Params of the recurrence beside its weights, by their names within the layer. */
  readonly more?: ParamShapes;
  /**
   * projection [time, batch, gates · units] = x W + b, recurrent [units, gates · units] → the states
   * [time, batch, units], or the last alone, [batch, units].
   */
  readonly states: (
    projection: Tensor,
    recurrent: Tensor,
    last: boolean,
    more: (name: string) => Tensor,
  ) => Tensor;
}

/**
 * The first axis of an example is time; the numbers of a step are one row, whatever their shape. [time] is one number
 * a step: a picture [height, width, 1] is read row by row.
 *
 * weight [features, gates · units], recurrent_weight [units, gates · units], bias [gates · units]. The fans are those
 * of one gate, as every gate is a map of its own that stands beside the others: fan_in → units. An orthogonal
 * initializer takes the matrix as one, as PyTorch's and Keras' do: each gate's part is then 1 / √gates as large.
 */
export const sequenceLayer = (
  name: string,
  inputShape: ReadonlyArray<number>,
  { units, output, gates, activation, start, more = {}, states }: Recurrence,
): Layer | LayerProblem => {
  const [time, ...step] = inputShape;
  if (time === undefined || time === 0) {
    const problem = `expected steps in time, [time, features], received [${inputShape.join(", ")}]`;
    return { problem };
  }
  const features = step.reduce((product, length) => product * length, 1);
  const weight = `${name}.weight`;
  const recurrent = `${name}.recurrent_weight`;
  const bias = `${name}.bias`;
  const width = gates * units;
  const last = output === "last";
  return {
    name,
    params: {
      [weight]: { shape: [features, width], role: "weight", fanIn: features, fanOut: units, activation },
      [recurrent]: { shape: [units, width], role: "weight", fanIn: units, fanOut: units, activation },
      [bias]: {
        shape: [width],
        role: "bias",
        fanIn: features,
        fanOut: units,
        activation,
        ...(start === undefined ? {} : { start }),
      },
      ...Object.fromEntries(Object.entries(more).map(([own, shape]) => [`${name}.${own}`, shape])),
    },
    outputShape: last ? [units] : [time, units],
    apply: (params, input, { observe }) => {
      const batch = input.shape[0]!;
      const steps = transpose(reshape(input, [batch, time, features]), [1, 0, 2]);
      const rows = affine(reshape(steps, [time * batch, features]), params[weight]!, params[bias]!);
      const projection = reshape(rows, [time, batch, width]);
      observe?.(name, "preactivation", projection); // of the input alone: each step adds its own of the state
      const found = states(projection, params[recurrent]!, last, (own) => params[`${name}.${own}`]!);
      const result = last ? found : transpose(found, [1, 0, 2]);
      observe?.(name, "activation", result);
      return result;
    },
  };
};
