import * as Schema from "effect/Schema";
import { isDataProblem } from "../Dataset.ts";
import { arrayDataset } from "./arrayDataset.ts";
import { readDataFile } from "./dataFile.ts";
import { readIdx } from "./readIdx.ts";
import { readingKind } from "./readingKind.ts";
import { taskSetting } from "./taskSetting.ts";

const config = Schema.Struct({
  images: Schema.NonEmptyString.annotate({
    description: "File of the features, relative to the experiment's; gzipped or not.",
  }),
  labels: Schema.NonEmptyString.annotate({ description: "File of the targets, one an example." }),
  task: taskSetting,
}).annotate({ description: "Two IDX files, as MNIST's: images and their labels." });

/** The digest is of the unpacked files. */
export const idx = readingKind(config, async ({ images, labels, task }, directory) => {
  const imageBytes = await readDataFile(images, directory, "images");
  if (isDataProblem(imageBytes)) return imageBytes;
  const labelBytes = await readDataFile(labels, directory, "labels");
  if (isDataProblem(labelBytes)) return labelBytes;
  const features = readIdx(images, imageBytes, ["images"]);
  if (isDataProblem(features)) return features;
  const targets = readIdx(labels, labelBytes, ["labels"]);
  if (isDataProblem(targets)) return targets;
  return arrayDataset(features, targets, task, { features: ["images"], target: ["labels"] });
});
