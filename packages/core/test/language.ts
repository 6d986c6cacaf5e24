/** A small language for core's tests: no network, a counter that is trained by adding. */
import { type Language, makeCodeDigests, outcome, type Planner, type StepKind } from "@attune/core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";

const Data = Schema.Struct({ rows: Schema.Int.check(Schema.isGreaterThan(0)) });
const Model = Schema.Struct({
  width: Schema.Int.check(Schema.isGreaterThan(0)),
  dropout: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 0.9 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(0)),
  ),
});

const InitConfig = Schema.Struct({
  value: Schema.Finite.pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
});
const init: StepKind<typeof InitConfig.Type> = {
  name: "init",
  config: InitConfig,
  gate: false,
  consumes: [],
  produces: ["weights"],
  readsTest: false,
  view: ({ data }, { value }) => ({ data, value }),
  rows: () => [],
  run: async (_, { blobs, seed }) =>
    outcome({ artifacts: { weights: blobs.write(new TextEncoder().encode(`${seed}`)) } }),
};

const gate: StepKind<Record<string, never>> = {
  name: "gate",
  config: Schema.Struct({}),
  gate: true,
  consumes: ["weights"],
  produces: [],
  readsTest: false,
  view: ({ data }) => ({ data }),
  rows: () => [],
  run: async () => outcome({}),
};

const TrainConfig = Schema.Struct({
  rate: Schema.Finite.check(Schema.isGreaterThan(0)),
  epochs: Schema.Int.check(Schema.isGreaterThan(0)),
});
const train: StepKind<typeof TrainConfig.Type> = {
  name: "train",
  config: TrainConfig,
  gate: false,
  consumes: ["weights"],
  produces: ["weights"],
  readsTest: false,
  view: ({ data, model }, { rate }) => ({ data, model, rate }),
  rows: () => [],
  epochs: ({ epochs }) => epochs,
  run: async (view, { blobs, until, checkpoint, onEpoch }) => {
    const { rate } = Schema.decodeUnknownSync(
      Schema.Struct({ rate: Schema.Finite, data: Schema.Json, model: Schema.Json }),
    )(view);
    let sum = checkpoint ? Number(new TextDecoder().decode(blobs.read(checkpoint.hash))) : 0;
    let hash = checkpoint?.hash ?? "";
    for (let epoch = (checkpoint?.epoch ?? 0) + 1; epoch <= until; epoch++) {
      sum += rate;
      if (sum > 50) return outcome({ status: "infeasible" });
      hash = blobs.write(new TextEncoder().encode(String(sum)));
      onEpoch({ epoch, scalars: { sum } }, hash);
    }
    return outcome({ metrics: { sum }, artifacts: { weights: hash } });
  },
};

const evaluate: StepKind<Record<string, never>> = {
  name: "evaluate",
  config: Schema.Struct({}),
  gate: false,
  consumes: ["weights"],
  produces: [],
  readsTest: true,
  view: ({ data }) => ({ data }),
  rows: () => [],
  run: async (_, { blobs, inputs }) =>
    outcome({
      metrics: { test: Number(new TextDecoder().decode(blobs.read(inputs.weights!.artifacts.weights!))) },
    }),
};

export const kinds = { init, gate, train, evaluate };

export const language: Language = {
  engine: Schema.Literals(["test", "none"]),
  openEngine: async (choice = "test") =>
    choice === "test"
      ? { name: choice, row: { package: "@attune/search", name: "mean" }, capacity: 1024 }
      : { message: "there is none", remedy: "use test" },
  data: Data,
  model: Model,
  sweep: Schema.Unknown,
  checkSweep: () => [],
  choicesOf: () => [],
  kinds,
  inspect: async () => ({ dataDigest: "0".repeat(64), sizes: {} }),
};

export const planner: Planner = {
  language,
  codeDigest: makeCodeDigests(import.meta.dirname),
};
