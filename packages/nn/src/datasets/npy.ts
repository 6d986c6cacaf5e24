import * as Schema from "effect/Schema";
import { isDataProblem } from "../Dataset.ts";
import { arrayDataset } from "./arrayDataset.ts";
import { readDataFile } from "./dataFile.ts";
import { readingKind } from "./readingKind.ts";
import { readNpy } from "./readNpy.ts";
import { taskSetting } from "./taskSetting.ts";

const config = Schema.Struct({
  features: Schema.NonEmptyString.annotate({
    description: "File of the features [examples, ...], relative to the experiment's.",
  }),
  target: Schema.NonEmptyString.annotate({
    description: "File of the targets [examples] or [examples, width].",
  }),
  task: taskSetting,
}).annotate({ description: "Two NPY files of numpy: features and targets." });

export const npy = readingKind(config, async (settings, directory) => {
  const featureBytes = await readDataFile(settings.features, directory, "features");
  if (isDataProblem(featureBytes)) return featureBytes;
  const targetBytes = await readDataFile(settings.target, directory, "target");
  if (isDataProblem(targetBytes)) return targetBytes;
  const features = readNpy(settings.features, featureBytes, ["features"]);
  if (isDataProblem(features)) return features;
  const targets = readNpy(settings.target, targetBytes, ["target"]);
  if (isDataProblem(targets)) return targets;
  return arrayDataset(features, targets, settings.task, { features: ["features"], target: ["target"] });
});
