import { experimentSchema } from "@attune/core";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import { makePlanner } from "../language.ts";
import { printJson } from "../printJson.ts";

export const schema = Command.make("schema", {}, () =>
  Effect.sync(() => console.log(printJson(experimentSchema(makePlanner().language)))),
).pipe(
  Command.withDescription("Print the JSON Schema of experiment files, for editors"),
  Command.withExamples([{ command: "attune schema", description: "What docs/experiment.schema.json holds" }]),
);
