/** A few iterations of a model on made-up data, from one state to the next. */
import {
  downloadTensors,
  type Engine,
  type Iteration,
  type Loop,
  type Model,
  type NamedValues,
  noiseKey,
  normals,
  stream,
  trainedShapes,
  uploadTensors,
} from "@attune/nn";
import type { Transform } from "@attune/optim";
import { dispose } from "@tensorflow/tfjs-core";
import { l2Penalty } from "../src/l2Penalty.ts";
import { meanLoss } from "../src/meanLoss.ts";
import { type StepInputs, trainingStep } from "../src/trainingStep.ts";

export interface Short {
  readonly model: Model;
  readonly targets: "classes" | "values";
  readonly transform: Transform;
}

export interface ShortState {
  readonly params: NamedValues;
  readonly state: NamedValues;
}

export interface Ended extends ShortState {
  readonly losses: ReadonlyArray<number>;
}

type Moving = Pick<StepInputs, "params" | "state">;
type Feed = Omit<StepInputs, keyof Moving>;

const SEED = 3;
const BATCH = 4;

const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1);

const firstValues = (model: Model): NamedValues =>
  Object.fromEntries(
    Object.entries(model.paramShapes).map(([name, { shape, role, start }]) => {
      const drawn = role === "weight" || role === "bias";
      const data = normals(stream(SEED, name), sizeOf(shape)).map((value) => (drawn ? value / 2 : 0));
      const first = start ?? (role === "scale" ? 1 : 0);
      return [
        name,
        { shape, data: data.map((value, at) => value + (typeof first === "number" ? first : first[at]!)) },
      ];
    }),
  );

export const shortStart = ({ model, transform }: Short): ShortState => ({
  params: firstValues(model),
  state: transform.init(trainedShapes(model.paramShapes)),
});

const feed = (loop: Loop<Moving, Feed>, { model, targets }: Short, iteration: number): void => {
  const [first] = model.layers;
  const count = BATCH * sizeOf(model.inputShape);
  const values = normals(stream(SEED, "inputs"), count, iteration);
  const indices = values.map((value) => Math.abs(Math.trunc(value * 7)) % (first?.vocabulary ?? 1));
  loop
    .feed("inputs", "float32", [BATCH, ...model.inputShape])
    .set(first?.inputs === "indices" ? indices : values);
  const [outputs = 1] = model.outputShape;
  if (targets === "classes") {
    const classes = Math.max(2, outputs);
    loop.feed("targets", "int32", [BATCH]).forEach((_, row, all) => {
      all[row] = (row + iteration) % classes;
    });
  } else {
    const wanted = loop.feed("targets", "float32", [BATCH, outputs]);
    wanted.set(normals(stream(SEED, "targets"), BATCH * outputs, iteration));
  }
  loop.feed("key", "int32", [4]).set(noiseKey(stream(SEED, "train/dropout"), 0, iteration));
  loop.feed("learningRate", "float32", [])[0] = 0.01;
  loop.feed("iteration", "float32", [])[0] = iteration;
};

/** A training that is stepped from outside; `end` gives what it came to. */
export const startShort = (engine: Engine, of: Short, from: ShortState) => {
  const { model, transform } = of;
  const penalty = l2Penalty(model.paramShapes, 0.01);
  const objective = { model, batchLoss: meanLoss(model), penalty: () => penalty };
  const step = trainingStep(objective, transform, model.paramShapes, { measure: false });
  const iterate: Iteration<Moving, Feed> = (carried, fed) => {
    const { metrics, ...next } = step({ ...carried, ...fed });
    return { carried: next, metrics };
  };
  const loop = engine.loop<Moving, Feed>({
    name: "test",
    carried: { params: uploadTensors(from.params), state: uploadTensors(from.state) },
    keep: ["params"],
  });
  return {
    run: (iteration: number): number => {
      feed(loop, of, iteration);
      return loop.run(iterate).loss!;
    },
    end: (): ShortState => {
      const end = loop.end();
      const values = { params: downloadTensors(end.params), state: downloadTensors(end.state) };
      dispose([end.params, end.state]);
      return values;
    },
  };
};

/** Iterations `first` to `last`, the last not among them. */
export const trainShortly = (
  engine: Engine,
  of: Short,
  from: ShortState,
  first: number,
  last: number,
): Ended => {
  const training = startShort(engine, of, from);
  const losses: Array<number> = [];
  for (let iteration = first; iteration < last; iteration++) losses.push(training.run(iteration));
  return { ...training.end(), losses };
};
