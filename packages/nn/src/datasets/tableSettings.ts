/** Settings of every data set that is a table. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";

const columns = Schema.Array(Schema.NonEmptyString).check(Schema.isMinLength(1));

const task = Schema.optionalKey(
  Schema.Literals(["classification", "regression"]).annotate({
    description:
      "What the target is; if not given, classification for text or whole numbers with at most 20 different values.",
  }),
);

export const tableSettings = {
  target: Schema.NonEmptyString.annotate({ description: "Name of the column to predict." }),
  features: Schema.optionalKey(
    Schema.Union([
      columns,
      Schema.Struct({ exclude: columns.annotate({ description: "Names of the columns to leave out." }) }),
    ]).annotate({
      description: "Names of the columns to predict from, or { exclude: [...] }; all others if not given.",
    }),
  ),
  task,
  categorical: Schema.Literals(["one_hot", "ordinal", "refuse"])
    .annotate({
      description:
        "Columns of text: one_hot makes one feature a value, 0 or 1; ordinal numbers the sorted values from 0; refuse allows none.",
      default: "one_hot",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("one_hot" as const))),
  categories: Schema.optionalKey(
    columns.annotate({
      description:
        "Columns that are encoded as categorical says although they hold numbers, such as a code of an area.",
    }),
  ),
  missing: Schema.Literals(["refuse", "drop_rows", "mean", "most_frequent"])
    .annotate({
      description:
        "What to do with a missing value: refuse the data; drop_rows; or fill it from the training examples by mean (of text the most frequent) or most_frequent. A target is never filled.",
      default: "refuse",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("refuse" as const))),
};

const Settings = Schema.Struct(tableSettings);
export type TableSettings = typeof Settings.Type;
