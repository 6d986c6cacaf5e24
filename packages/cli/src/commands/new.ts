import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { decodeExperiment, InvalidExperiment } from "@attune/core";
import * as Argument from "effect/cli/Argument";
import * as Command from "effect/cli/Command";
import * as Flag from "effect/cli/Flag";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { makePlanner } from "../language.ts";
import { shownPath } from "../readExperiment.ts";
import { scaffold } from "../scaffold/scaffold.ts";
import { shellWord } from "../shellWord.ts";

const csv = Argument.String("csv").pipe(
  Argument.withDescription("A table with a header: CSV, or with ; or tabs between the cells"),
);
const target = Flag.String("target").pipe(
  Flag.withDescription("The column to predict; default target, label, class, species or y, else the last"),
  Flag.optional,
);
const out = Flag.String("out").pipe(
  Flag.withDescription("The experiment file to write; default beside the table, with its name"),
  Flag.optional,
);

export const newExperiment = Command.make(
  "new",
  { csv, target, out },
  Effect.fn("cli.new")(function* (options) {
    const beside = join(dirname(options.csv), `${basename(options.csv, extname(options.csv))}.yaml`);
    const file = resolve(Option.getOrElse(options.out, () => beside));
    if (existsSync(file)) {
      const message = "is there already, and is not overwritten";
      const remedy = "choose another place: --out other.yaml";
      return yield* new InvalidExperiment({ problems: [{ file: shownPath(file), message, remedy }] });
    }
    const made = yield* scaffold({
      csv: options.csv,
      out: file,
      target: Option.getOrUndefined(options.target),
    });
    const { language } = makePlanner();
    yield* decodeExperiment(file, made.yaml, language, { shownAs: shownPath(file) });
    yield* Effect.sync(() => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, made.yaml);
    });
    const { task, trials } = made.proposal;
    console.log(`${shownPath(file)}: ${task} of ${made.target}, a sweep of ${trials} trials`);
    console.log(`look at it, then: npx attune sweep ${shellWord(shownPath(file))}`);
  }),
).pipe(
  Command.withDescription("Write an experiment for a CSV file: looks at its columns and proposes a sweep"),
  Command.withExamples([
    { command: "attune new experiments/smoke/iris.csv --out iris.yaml", description: "A sweep for a table" },
    { command: "attune new houses.csv --target price", description: "Choose what is predicted" },
  ]),
);
