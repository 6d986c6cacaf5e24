import { crc32 } from "node:zlib";
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

/** CRC-32 of each member as the archive's central directory has it (APPNOTE.TXT 4.3.12, 4.3.16). */
const storedSums = (bytes: Uint8Array): ReadonlyMap<string, number> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sums = new Map<string, number>();
  let end = bytes.length - 22;
  while (end > 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  let at = view.getUint32(end + 16, true);
  while (at + 46 <= bytes.length && view.getUint32(at, true) === 0x02014b50) {
    const length = view.getUint16(at + 28, true);
    sums.set(
      new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)),
      view.getUint32(at + 16, true),
    );
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return sums;
};

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
  const damaged = Object.entries(entries).find(([name, data]) => storedSums(bytes).get(name) !== crc32(data));
  if (damaged !== undefined) {
    return { problem: `${path}: the array ${damaged[0]} is damaged: it has another CRC-32`, path: ["path"] };
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
