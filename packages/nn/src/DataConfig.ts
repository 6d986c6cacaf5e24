/** Schema of `data:`: which data set, its own settings, and how it is cut and scaled. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { datasets } from "./catalog.ts";
import type { DataProblem, Dataset, DatasetDescription, DatasetKind } from "./Dataset.ts";
import type { RowReference } from "./ModelConfig.ts";
import { Split } from "./split.ts";

const defaultSplit = { train: 0.8, validation: 0.1, test: 0.1 };

const preparation = {
  split: Split.annotate({
    description: "Examples for training, validation and the test: counts, or shares of the whole.",
    default: defaultSplit,
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(defaultSplit))),
  normalize: Schema.Literals(["none", "standard"])
    .annotate({
      description:
        "standard: mean 0 and standard deviation 1 over the training examples; none: as they come.",
      default: "none",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("none" as const))),
  fraction: Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(1))
    .annotate({
      description:
        "Share of the training examples that is used, above 0 up to 1; validation and test stay whole.",
      default: 1,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
};

const Preparation = Schema.Struct(preparation);
/** What `prepare` reads. */
export type Preparation = typeof Preparation.Type;

type Datasets = typeof datasets;

export type DataConfig = {
  readonly [Name in keyof Datasets]: { readonly uses: Name } & Datasets[Name]["config"]["Type"] & Preparation;
}[keyof Datasets];

export const DataConfig: Schema.Codec<DataConfig, unknown> = Schema.Union(
  Object.entries(datasets).map(([name, { config }]) =>
    Schema.Struct({
      uses: Schema.Literal(name).annotate({ description: "Name of the data set." }),
      ...config.fields,
      ...preparation,
    }).annotate({ description: Schema.resolveAnnotations(config)?.description }),
  ),
) as unknown as Schema.Codec<DataConfig, unknown>; // the members were made from the catalog's keys and fields

/** What the data set is, or why it cannot be used. `directory` is the experiment file's. */
export const describeDataset = (
  config: DataConfig,
  directory: string,
): Promise<DatasetDescription | DataProblem> => {
  const kind: DatasetKind = datasets[config.uses];
  return kind.describe(config, directory);
};

export const loadDataset = (config: DataConfig, directory: string): Promise<Dataset> => {
  const kind: DatasetKind = datasets[config.uses];
  return kind.load(config, directory);
};

/** Exports of this package that read the data. */
export const dataRows = (config: DataConfig): ReadonlyArray<RowReference> => [
  { package: "@attune/nn", name: config.uses },
];
