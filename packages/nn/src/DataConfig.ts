/** Schema of `data:`: which data set, its own settings, and how it is cut and scaled. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { datasets } from "./catalog.ts";
import {
  type DataProblem,
  type Dataset,
  type DatasetDescription,
  type DatasetKind,
  isDataProblem,
} from "./Dataset.ts";
import { userDataset } from "./datasets/userDataset.ts";
import type { RowReference } from "./ModelConfig.ts";
import { memberOf } from "./memberOf.ts";
import { arrangementProblem } from "./partition.ts";
import { Split } from "./split.ts";
import { isUserPath } from "./userPath.ts";

const defaultSplit = { train: 0.8, validation: 0.1, test: 0.1 };

const preparation = {
  split: Split.annotate({
    description:
      "Examples for training, validation and the test: counts, or shares of the whole; or folds, of which one is for validation.",
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

export type DataConfig =
  | {
      readonly [Name in keyof Datasets]: { readonly uses: Name } & Datasets[Name]["config"]["Type"] &
        Preparation;
    }[keyof Datasets]
  | ((typeof userDataset)["config"]["Type"] & Preparation);

const members = new Map(
  Object.entries(datasets).map(([name, { config }]): [string, Schema.Codec<unknown, unknown>] => [
    name,
    Schema.Struct({
      uses: Schema.Literal(name).annotate({ description: "Name of the data set." }),
      ...config.fields,
      ...preparation,
    }).annotate({ description: Schema.resolveAnnotations(config)?.description }),
  ]),
);

const userMember = Schema.Struct({ ...userDataset.config.fields, ...preparation }).annotate({
  description: Schema.resolveAnnotations(userDataset.config)?.description,
});

/** Refuses every name, and looks at nothing else. */
const noMember = Schema.StructWithRest(
  Schema.Struct({
    uses: Schema.String.check(
      Schema.makeFilter((uses) => {
        const known = [...members.keys()].join(", ");
        return `expected ${known} or the path of a module, ./data/x.ts; received ${JSON.stringify(uses)}`;
      }),
    ),
  }),
  [Schema.Record(Schema.String, Schema.Unknown)],
);

const usesOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "uses" in value ? value.uses : undefined;

export const DataConfig = memberOf([...members.values(), userMember], (value) => {
  const uses = usesOf(value);
  return isUserPath(uses) ? userMember : (members.get(String(uses)) ?? noMember);
}) as Schema.Codec<DataConfig, unknown>; // the members were made from the catalog's keys and fields

const kindOf = ({ uses }: DataConfig): DatasetKind =>
  isUserPath(uses) ? userDataset : datasets[uses as keyof Datasets]; // decoded: a path or a name of the catalog

/** What the data set is, or why it cannot be used. `directory` is the experiment file's. */
export const describeDataset = async (
  config: DataConfig,
  directory: string,
): Promise<DatasetDescription | DataProblem> => {
  const { split } = config;
  const description = await kindOf(config).describe(config, directory, split.group);
  if (isDataProblem(description)) return description;
  const { target, groupSizes } = description;
  return arrangementProblem(split, target.kind, groupSizes !== undefined) ?? description;
};

export const loadDataset = (config: DataConfig, directory: string): Promise<Dataset> =>
  kindOf(config).load(config, directory, config.split.group);

/** What reads the data: exports of this package, and the user's module. */
export const dataRows = (config: DataConfig): ReadonlyArray<RowReference> =>
  isUserPath(config.uses)
    ? [
        { package: "@attune/nn", name: "userDataset" },
        { package: config.uses, name: "default" },
      ]
    : [{ package: "@attune/nn", name: config.uses }];
