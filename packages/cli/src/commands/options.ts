/** Arguments and flags that several commands share. */

import type { Experiment } from "@attune/core";
import { engineChoices } from "@attune/nn";
import * as Argument from "effect/cli/Argument";
import * as Flag from "effect/cli/Flag";
import * as Option from "effect/Option";
import { shownPath } from "../readExperiment.ts";
import { defaultWorkers, type SessionOptions } from "../session.ts";
import { shellWord } from "../shellWord.ts";
import { storeFolder } from "../storeFolder.ts";

const fileArgument = Argument.String("file").pipe(
  Argument.withDescription("The experiment file"),
  Argument.optional,
);
const fileFlag = Flag.String("file").pipe(
  Flag.withDescription("The experiment file, as an option"),
  Flag.optional,
);

/** The file may be given either way: `attune sweep x.yaml`, `attune sweep --file x.yaml`. */
export const fileOptions = { file: fileArgument, fileOption: fileFlag };

export const DEFAULT_FILE = "experiments/digits/sweep.yaml";

export const chosenFile = (options: {
  readonly file: Option.Option<string>;
  readonly fileOption: Option.Option<string>;
}): string =>
  Option.getOrElse(
    Option.orElse(options.file, () => options.fileOption),
    () => DEFAULT_FILE,
  );

export const json = Flag.Boolean("json").pipe(
  Flag.withDescription("Print one event a line, and a summary at the end"),
  Flag.withDefault(false),
);

export const store = Flag.String("store").pipe(
  Flag.withDescription("Folder of the state; default .attune in the workspace, or ATTUNE_STORE"),
  Flag.optional,
);

const workers = Flag.Int("workers").pipe(
  Flag.withDescription("Worker processes; default one a core. Results do not depend on it"),
  Flag.filter(
    (count) => count >= 1 && count <= 1024,
    (count) => `expected 1 to 1024 workers, received ${count}`,
  ),
  Flag.optional,
);

export const set = Flag.String("set").pipe(
  Flag.withDescription("Overrides a value: --set steps.train.with.epochs=3; spaces are written as in YAML"),
  Flag.atLeast(0),
);

const tag = Flag.String("tag").pipe(
  Flag.withDescription("A word to find the run by, beside the file's tags; may be given several times"),
  Flag.atLeast(0),
);
const note = Flag.String("note").pipe(
  Flag.withDescription("A note that is kept with the run, beside the file's"),
  Flag.optional,
);

/** A command line as a person would type it. */
const commandLine = (
  command: string,
  file: string,
  { set, engine }: Pick<RunOptions, "set" | "engine">,
): string =>
  [
    `npx attune ${command} ${shellWord(file)}`,
    ...Option.match(engine, { onNone: () => [], onSome: (name) => [`--engine ${name}`] }),
    ...set.map((override) => `--set ${shellWord(override)}`),
  ].join(" ");

export const engine = Flag.Literals("engine", engineChoices).pipe(
  Flag.withDescription(
    "What runs the networks, in place of the file's engine; it is part of every cache key",
  ),
  Flag.optional,
);

/** What the command line changes of the file. */
export const overridesOf = (options: {
  readonly set?: ReadonlyArray<string>;
  readonly engine: Option.Option<string>;
}): ReadonlyArray<string> => [
  ...(options.set ?? []),
  ...Option.match(options.engine, { onNone: () => [], onSome: (name) => [`engine=${name}`] }),
];

/** What the commands that run steps take. */
export const runOptions = { ...fileOptions, json, store, workers, engine, set, tag, note };

interface RunOptions {
  readonly engine: Option.Option<string>;
  readonly store: Option.Option<string>;
  readonly workers: Option.Option<number>;
  readonly set: ReadonlyArray<string>;
  readonly tag: ReadonlyArray<string>;
  readonly note: Option.Option<string>;
}

/** A session for what the command line says. */
export const sessionOf = (
  command: string,
  options: RunOptions,
  experiment: Experiment,
  onEvent: SessionOptions["onEvent"],
): SessionOptions => ({
  experiment,
  command: commandLine(command, shownPath(experiment.file), options),
  folder: storeFolder(experiment.file, Option.getOrUndefined(options.store)),
  workers: Option.getOrElse(options.workers, defaultWorkers),
  tags: options.tag,
  note: Option.getOrUndefined(options.note),
  onEvent,
});
