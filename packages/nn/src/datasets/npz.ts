import * as Schema from "effect/Schema";
import { unzipSync } from "fflate";
import { type DataProblem, isDataProblem } from "../Dataset.ts";
import { nearestName } from "../nearestName.ts";
import { arrayDataset } from "./arrayDataset.ts";
import { readDataFile } from "./dataFile.ts";
import type { NumberArray } from "./NumberArray.ts";
import { readingKind } from "./readingKind.ts";
import { readNpy } from "./readNpy.ts";
import { taskSetting } from "./taskSetting.ts";

const config = Schema.Struct({
  path: Schema.NonEmptyString.annotate({ description: "The file, relative to the experiment's." }),
  features: Schema.NonEmptyString.annotate({ description: "Name of the array of features [examples, ...]." }),
  target: Schema.NonEmptyString.annotate({
    description: "Name of the array of targets [examples] or [examples, width].",
  }),
  task: taskSetting,
}).annotate({ description: "Two arrays of an NPZ file of numpy: features and targets." });

type Entries = Readonly<Record<string, Uint8Array>>;

const unpack = (path: string, bytes: Uint8Array, wanted: ReadonlyArray<string>): Entries | DataProblem => {
  const names: Array<string> = [];
  let entries: Entries;
  try {
    entries = unzipSync(bytes, {
      filter: ({ name }) => {
        names.push(name.replace(/\.npy$/, ""));
        return wanted.includes(names.at(-1)!);
      },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `${path}: expected an NPZ file: ${why}`, path: ["path"] };
  }
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown === undefined) return entries;
  return {
    problem: `${path}: expected an array named ${unknown}, received ${names.join(", ")}`,
    path: [wanted[0] === unknown ? "features" : "target"],
    remedy: `did you mean ${nearestName(unknown, names)}?`,
  };
};

const arrayIn = (path: string, entries: Entries, name: string, key: string): NumberArray | DataProblem =>
  readNpy(`${path}, array ${name}`, (entries[`${name}.npy`] ?? entries[name])!, [key]);

/** The digest is of the two arrays: packing them again does not change it. */
export const npz = readingKind(config, async (settings, directory) => {
  const bytes = await readDataFile(settings.path, directory, "path");
  if (isDataProblem(bytes)) return bytes;
  const entries = unpack(settings.path, bytes, [settings.features, settings.target]);
  if (isDataProblem(entries)) return entries;
  const features = arrayIn(settings.path, entries, settings.features, "features");
  if (isDataProblem(features)) return features;
  const targets = arrayIn(settings.path, entries, settings.target, "target");
  if (isDataProblem(targets)) return targets;
  return arrayDataset(features, targets, settings.task, { features: ["features"], target: ["target"] });
});
