import { isTrained, type Slice, uploadTensors } from "@attune/nn";
import { dispose, type Tensor, tensor1d } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { head } from "../slicePart.ts";
import { uploadSlice } from "../uploadSlice.ts";

const identity = { code: "SAN006", name: "exampleLeak" };

const EXAMPLES = 32;

/** The example that is exchanged: not at the border, where a shift along the batch could miss it. */
const exchangedRow = (size: number): number => Math.floor(size / 2);

/** The slice with that example's inputs replaced by those of the last one in `train` that differs. */
const exchanged = (part: Slice, train: Slice): Slice | undefined => {
  const width = part.inputs.length / part.size;
  const row = exchangedRow(part.size);
  const own = part.inputs.subarray(row * width, (row + 1) * width);
  for (let other = train.size - 1; other >= 0; other--) {
    const inputs = train.inputs.subarray(other * width, (other + 1) * width);
    if (inputs.every((value, at) => value === own[at])) continue;
    const changed = part.inputs.slice();
    changed.set(inputs, row * width);
    return { ...part, inputs: changed };
  }
  return undefined;
};

/** Values of each layer, and last the network's own outputs. */
const valuesOf = ({ engine, model, weights }: Wiring, slice: Slice, training: boolean) => {
  const { inputs, targets } = uploadSlice(slice);
  const given = { params: uploadTensors(weights), inputs, key: tensor1d([0, 0, 0, 0], "int32") };
  const results = engine.compile(({ params, inputs: x, key }: typeof given) => {
    const layers: Record<string, Tensor> = {};
    model.layers.reduce((values, layer) => {
      const next = layer.apply(params, values, { training, key });
      layers[layer.name] = next;
      return next;
    }, x);
    return { layers, outputs: model.apply(params, x, { training, key }) };
  })(given);
  const values = [
    ...Object.entries(results.layers).map(([name, value]) => ({ name, data: value.dataSync().slice() })),
    { name: "the outputs", data: results.outputs.dataSync().slice() },
  ];
  dispose([given, targets, results]);
  return values;
};

/** The largest change of another example's values, of each layer. */
const changesIn = (wiring: Wiring, slice: Slice, other: Slice, training: boolean) => {
  const before = valuesOf(wiring, slice, training);
  const after = valuesOf(wiring, other, training);
  return before.map(({ name, data }, layer) => {
    const width = data.length / slice.size;
    let change = 0;
    for (let at = 0; at < data.length; at++) {
      if (Math.floor(at / width) === exchangedRow(slice.size)) continue;
      const difference = Math.abs(data[at]! - after[layer]!.data[at]!);
      if (difference > change) change = difference;
    }
    return { name, change };
  });
};

/** Layers with statistics of the batch: batch normalization mixes examples on purpose while it trains. */
const normalizing = ({ model }: Wiring): ReadonlyArray<string> => [
  ...new Set(
    Object.entries(model.paramShapes).flatMap(([name, shape]) =>
      isTrained(shape) ? [] : [name.slice(0, name.lastIndexOf("."))],
    ),
  ),
];

/**
 * SAN006: an example's outputs must not depend on another example of the batch. One of 32 is exchanged: the outputs of
 * the others must stay the same to the bit, in evaluation mode and in training. (The derivative of an example's loss by
 * another's inputs is 0 just then; exchanging takes indices for inputs too.) Batch normalization mixes examples on
 * purpose while it trains: nets with it are looked at in evaluation mode alone, and its layers are named.
 */
export const exampleLeak: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Do an example's outputs depend on that example alone?",
  }),
  run(wiring) {
    const part = head(wiring.train, EXAMPLES);
    const other = exchanged(part, wiring.train);
    if (part.size < 2 || other === undefined)
      return notApplicable(identity, "all examples have the same inputs");
    const exempt = normalizing(wiring);
    const modes = exempt.length > 0 ? [false] : [false, true];
    const leaks = modes.flatMap((training) => {
      const changes = changesIn(wiring, part, other, training);
      const last = changes.at(-1)!;
      const first = changes.find(({ change }) => change > 0) ?? last;
      const mode = training ? "training" : "evaluation";
      return last.change > 0 ? [{ change: last.change, first: first.name, mode }] : [];
    });
    const looked = `one of ${part.size} examples exchanged, in ${modes.map((training) => (training ? "training" : "evaluation")).join(" and ")} mode${exempt.length > 0 ? `; ${exempt.join(", ")} normalizes over the batch while it trains, and is exempt there` : ""}`;
    const worst = leaks.toSorted((a, b) => b.change - a.change)[0];
    if (worst === undefined)
      return passed(identity, `outputs of the others changed by 0 (limit 0): ${looked}`);
    return found(identity, {
      severity: "fail",
      where: `${worst.first}, ${worst.mode} mode`,
      evidence: `outputs of the others changed by up to ${digits(worst.change)} (limit 0), first in ${worst.first}: ${looked}`,
      reason: "An operation mixes the examples of a batch, so that a prediction hangs on its neighbours.",
      remedies: [
        {
          text: "Move the reduction off the first axis, which is the batch: mean(x, 1) in place of mean(x).",
        },
        { text: "See that a reshape keeps the batch as the first axis." },
      ],
      source: "Recipe; DeepChecker",
    });
  },
};
