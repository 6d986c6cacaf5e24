/** The frame of an experiment file: what core itself knows of it, and what can be wrong with how steps name each other. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { DurationText } from "./DurationText.ts";
import { type Mistake, placeOf } from "./decode.ts";
import type { Fields } from "./fieldsOf.ts";
import { nearest } from "./nearest.ts";
import type { StepKind } from "./StepKind.ts";
import { stepOrder } from "./stepOrder.ts";

const described = <S extends Schema.Top>(schema: S, description: string, byDefault?: Schema.Json) =>
  schema.annotate({ description, ...(byDefault === undefined ? {} : { default: byDefault }) });

/** What every generator takes, here and in other tools. */
const Seed = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2 ** 31 - 1 }));

const StepFrame = Schema.Struct({
  uses: described(
    Schema.NonEmptyString,
    "A built-in step kind, or the path of a TypeScript module, ./steps/x.ts.",
  ),
  needs: described(Schema.Array(Schema.String), "Steps that must have succeeded before this one.", []).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed([])),
  ),
  with: described(Schema.Unknown, "Settings of the step kind.", {}).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed({})),
  ),
  seed: Schema.optionalKey(
    described(Seed, "Seed of this step's weights, order and noise; default the experiment's."),
  ),
  retry: described(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10 })),
    "How often a step is tried again after a failure of the machine, 0 to 10.",
    2,
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
  timeout: Schema.optionalKey(
    described(DurationText, "Longest time of one attempt, as in 30s, 10m or 2h; default none."),
  ),
});

export const Frame = Schema.Struct({
  extends: Schema.optionalKey(
    described(
      Schema.Union([Schema.String, Schema.Array(Schema.String)]),
      "Files that this one builds on: its values go over theirs, mappings key by key; null takes a key away.",
    ),
  ),
  name: described(
    Schema.String.check(
      Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/u, {
        expected: "a name of letters, digits, _, . and -",
      }),
    ),
    "Name of the experiment and of its report's file.",
  ),
  tags: described(
    Schema.Array(Schema.NonEmptyString),
    "Words to find its runs by, as in attune ls --tag.",
    [],
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  notes: Schema.optionalKey(described(Schema.String, "A note that is kept with its runs.")),
  seed: described(Seed, "Every random number follows from it.", 0).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(0)),
  ),
  engine: Schema.optionalKey(described(Schema.Unknown, "What runs the networks.")),
  data: described(Schema.Unknown, "The data set, its split and its normalisation."),
  model: described(Schema.Unknown, "The network and its loss."),
  steps: described(Schema.Record(Schema.String, StepFrame), "The steps, each by its id."),
  sweep: Schema.optionalKey(described(Schema.Unknown, "The search over the file's spaces.")),
});

export const stepIdPattern = /^[a-z][a-z0-9_]*$/;

const didYouMean = (name: string, names: ReadonlyArray<string>) => {
  const near = nearest(name, names);
  return near === undefined ? `known here: ${names.join(", ")}` : `did you mean "${near}"?`;
};

/** A key that the frame does not know, but the step's kind does: it belongs under `with`. */
export const placedElsewhere = (
  mistakes: ReadonlyArray<Mistake>,
  kinds: Readonly<Record<string, StepKind>>,
): ReadonlyArray<Mistake> =>
  mistakes.map((mistake) => {
    const [section, id, key] = mistake.path;
    const kind = kinds[String(id)];
    if (section !== "steps" || mistake.at !== "key" || kind === undefined || key === undefined)
      return mistake;
    const place = placeOf(kind.config, String(key), undefined);
    if (place === undefined) return mistake;
    return { ...mistake, remedy: `${key} belongs under ${place === "" ? "with" : `with.${place}`}` };
  });

/** Mistakes in what steps name: kinds, needs, cycles. */
export const frameMistakes = (steps: ReadonlyArray<readonly [string, Fields]>): ReadonlyArray<Mistake> => {
  const ids = steps.map(([id]) => id);
  const named = steps.flatMap(([id, { needs }]): ReadonlyArray<Mistake> => {
    const wrongId = stepIdPattern.test(id)
      ? []
      : [
          {
            path: ["steps", id],
            at: "key" as const,
            message: `expected a step's id in lower case, as in train_long, received "${id}"`,
          },
        ];
    const unknown = (Array.isArray(needs) ? needs : []).flatMap((need, i) =>
      typeof need !== "string" || ids.includes(need)
        ? []
        : [
            {
              path: ["steps", id, "needs", i],
              message: `there is no step "${need}"`,
              remedy: didYouMean(need, ids),
            },
          ],
    );
    return [...wrongId, ...unknown];
  });
  const order = stepOrder(
    steps.map(([id, { needs }]) => ({
      id,
      needs: Array.isArray(needs) ? needs.filter((need) => typeof need === "string") : [],
    })),
  );
  if (!("cycle" in order)) return named;
  const message = `the steps need each other in a circle: ${order.cycle.join(" → ")}`;
  return [...named, { path: ["steps", order.cycle[0]!, "needs"], message }];
};

export const inputMistake = (step: { id: string }, what: string, found: ReadonlyArray<string>): Mistake =>
  found.length > 1
    ? {
        path: ["steps", step.id, "needs"],
        message: `${what} could come from ${found.join(" or ")}`,
        remedy: "let one of them need the other, or drop one",
      }
    : {
        path: ["steps", step.id],
        at: "key",
        message: `${step.id} consumes ${what}, and no step before it produces them`,
        remedy: `add the step that produces ${what} to needs, as in needs: [init]`,
      };
