import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { decodeExperiment, type Finding, InvalidExperiment, nearest, patchText } from "@attune/core";
import * as Argument from "effect/cli/Argument";
import * as Command from "effect/cli/Command";
import * as Flag from "effect/cli/Flag";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { changedLines } from "../changedLines.ts";
import { makePlanner } from "../language.ts";
import { lastReport } from "../lastReport.ts";
import { readExperiment, shownPath } from "../readExperiment.ts";
import { shellWord } from "../shellWord.ts";
import { storeFolder } from "../storeFolder.ts";
import type { ReportInput } from "../writeReport.ts";
import { chosenFile, fileOptions, json, store } from "./options.ts";

const code = Argument.String("finding").pipe(
  Argument.withDescription("Code of a finding of the file's newest run, as in LR003"),
);
const remedy = Flag.Int("remedy").pipe(
  Flag.withDescription("Which of its remedies, from 1; default the first that changes the file"),
  Flag.optional,
);
const trial = Flag.Int("trial").pipe(
  Flag.withDescription("Of a sweep: the trial whose finding it is; default the first that has it"),
  Flag.optional,
);
const out = Flag.String("out").pipe(
  Flag.withDescription("The file to write, in the same folder; default its name with the code at the end"),
  Flag.optional,
);
const inPlace = Flag.Boolean("in-place").pipe(
  Flag.withDescription("Change the file itself"),
  Flag.withDefault(false),
);

/** Findings of the newest run of the file, in their order. */
const findingsOf = (input: ReportInput, trial: number | undefined): ReadonlyArray<Finding> =>
  input.kind === "run"
    ? input.input.steps.flatMap(({ findings }) => findings)
    : input.input.trials
        .filter(({ number }) => trial === undefined || number === trial)
        .flatMap(({ findings }) => findings);

const refuse = (file: string, message: string, remedy?: string) =>
  new InvalidExperiment({
    problems: [{ file: shownPath(file), message, ...(remedy === undefined ? {} : { remedy }) }],
  });

/** The finding of that code, of which a remedy has a patch if any has. */
const chooseFinding = (findings: ReadonlyArray<Finding>, wanted: string, file: string) => {
  const ofCode = findings.filter((finding) => finding.code === wanted.toUpperCase());
  const found = ofCode.find(({ remedies }) => remedies.some(({ patch }) => patch)) ?? ofCode[0];
  if (found) return Effect.succeed(found);
  const codes = [...new Set(findings.map((finding) => finding.code))];
  const near = nearest(wanted.toUpperCase(), codes);
  const known = codes.length === 0 ? "it has none" : `its findings: ${codes.join(", ")}`;
  return refuse(file, `its newest run has no finding ${wanted}`, near ? `did you mean ${near}?` : known);
};

/** The patch of the remedy that is wanted. */
const choosePatch = ({ code, remedies }: Finding, number: number | undefined, file: string) => {
  const at = number === undefined ? remedies.findIndex(({ patch }) => patch) : number - 1;
  const chosen = remedies[at];
  if (chosen?.patch) return Effect.succeed({ text: chosen.text, patch: chosen.patch });
  const listed = remedies.map(({ text, patch }, i) => `${i + 1}. ${text}${patch ? "" : " (by hand)"}`);
  const message = chosen
    ? `remedy ${at + 1} of ${code} is done by hand: ${chosen.text}`
    : `${code} has no ${number === undefined ? "remedy that changes the file" : `remedy ${number}`}`;
  return refuse(file, message, listed.join("\n  "));
};

/** A path that `--out` takes from here: one in the file's folder. */
const outHint = (file: string): string => `--out ${shellWord(shownPath(join(dirname(file), "x.yaml")))}`;

/** Of a run whose command line changed the file's values. */
const overrideNote = (command: string): ReadonlyArray<string> => {
  const at = command.indexOf(" --set ");
  return at < 0 ? [] : [`That run took values from ${command.slice(at + 1)}: the file does not have them.`];
};

const placeOf = (file: string, code: string, given: string | undefined): string => {
  const beside = join(dirname(file), `${basename(file, extname(file))}-${code.toLowerCase()}.yaml`);
  return given === undefined ? beside : resolve(given);
};

export const apply = Command.make(
  "apply",
  { finding: code, ...fileOptions, remedy, trial, out, inPlace, json, store },
  Effect.fn("cli.apply")(function* (options) {
    const planner = makePlanner();
    const file = resolve(chosenFile(options));
    yield* readExperiment(file, planner); // what is wrong with the file already is told first
    const folder = storeFolder(file, Option.getOrUndefined(options.store));
    const input = yield* lastReport(file, folder);
    if (input === undefined) {
      return yield* refuse(file, "no run of this file has ended in this store", "run it first");
    }
    const findings = findingsOf(input, Option.getOrUndefined(options.trial));
    const finding = yield* chooseFinding(findings, options.finding, file);
    const { text, patch } = yield* choosePatch(finding, Option.getOrUndefined(options.remedy), file);
    const place = options.inPlace ? file : placeOf(file, finding.code, Option.getOrUndefined(options.out));
    if (dirname(place) !== dirname(file)) {
      return yield* refuse(
        place,
        "is in another folder",
        `paths in the file are relative to its folder: ${outHint(file)}`,
      );
    }
    if (!options.inPlace && existsSync(place)) {
      return yield* refuse(
        place,
        "is there already, and is not overwritten",
        `choose another: ${outHint(file)}`,
      );
    }
    const before = readFileSync(file, "utf8");
    const patched = patchText(before, patch);
    if ("problem" in patched) return yield* refuse(file, patched.problem, text);
    yield* decodeExperiment(file, patched.text, planner.language, { shownAs: shownPath(place) });
    writeFileSync(place, patched.text);
    if (options.json) {
      const { code, evidence } = finding;
      console.log(JSON.stringify({ code, evidence, remedy: text, patch, path: patched.path, file: place }));
      return;
    }
    console.log(
      [
        `${finding.code} ${finding.name}: ${finding.evidence}`,
        text,
        "",
        ...changedLines(before, patched.text),
        "",
        ...overrideNote(input.input.command),
        `${shownPath(place)} is written; next: npx attune ${input.kind === "run" ? "run" : "sweep"} ${shellWord(shownPath(place))}`,
      ].join("\n"),
    );
  }),
).pipe(
  Command.withDescription("Write the experiment that a finding's remedy asks for; comments are kept"),
  Command.withExamples([
    {
      command: "attune apply LR003 experiments/smoke/run.yaml",
      description: "The first remedy, as a new file",
    },
    {
      command: "attune apply FIT001 run.yaml --remedy 2 --in-place",
      description: "Another, in the file itself",
    },
  ]),
);
