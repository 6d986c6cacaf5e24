/** The frame of an experiment file: what core itself knows of it, and what can be wrong with how steps name each other. */
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { Mistake } from "./decode.ts";
import type { Fields } from "./fieldsOf.ts";
import { nearest } from "./nearest.ts";
import { stepOrder } from "./stepOrder.ts";

const described = <S extends Schema.Top>(schema: S, description: string) => schema.annotate({ description });

const StepFrame = Schema.Struct({
  uses: described(
    Schema.NonEmptyString,
    "A built-in step kind, or the path of a TypeScript module, ./steps/x.ts.",
  ),
  needs: described(Schema.Array(Schema.String), "Steps that must have succeeded before this one.").pipe(
    Schema.withDecodingDefaultKey(Effect.succeed([])),
  ),
  with: described(Schema.Unknown, "Settings of the step kind.").pipe(
    Schema.withDecodingDefaultKey(Effect.succeed({})),
  ),
  retry: described(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10 })),
    "How often a step is tried again after a failure of the machine, 0 to 10; default 2.",
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
  timeout: Schema.optionalKey(
    described(Schema.DurationFromString, "Longest time of one attempt, as in 10 minutes."),
  ),
});

export const Frame = Schema.Struct({
  name: described(
    Schema.String.check(
      Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, { expected: "a name of letters, digits, _, . and -" }),
    ),
    "Name of the experiment and of its report's file.",
  ),
  seed: described(Schema.Int, "Every random number follows from it; default 0.").pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(0)),
  ),
  data: Schema.Unknown,
  model: Schema.Unknown,
  steps: Schema.Record(Schema.String, StepFrame),
  sweep: Schema.optionalKey(Schema.Unknown),
});

const didYouMean = (name: string, names: ReadonlyArray<string>) => {
  const near = nearest(name, names);
  return near === undefined ? `known here: ${names.join(", ")}` : `did you mean "${near}"?`;
};

/** Mistakes in what steps name: kinds, needs, cycles. */
export const frameMistakes = (steps: ReadonlyArray<readonly [string, Fields]>): ReadonlyArray<Mistake> => {
  const ids = steps.map(([id]) => id);
  const named = steps.flatMap(([id, { needs }]): ReadonlyArray<Mistake> => {
    const wrongId = /^[a-z][a-z0-9_]*$/.test(id)
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
