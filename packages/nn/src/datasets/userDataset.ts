import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import type { DataProblem, Dataset } from "../Dataset.ts";
import type { UserDataset } from "../UserDataset.ts";
import { UserPath, UserWith } from "../userPath.ts";
import { userSettings } from "../userSettings.ts";
import { digestOf } from "./dataFile.ts";
import { datasetMistake } from "./datasetMistake.ts";
import { loadUserModule, userMistake } from "./loadUserModule.ts";
import { type ReadDataset, readingKind } from "./readingKind.ts";

const config = Schema.Struct({
  uses: UserPath.annotate({
    description: "Path of your module, ./data/x.ts, whose default export is a UserDataset.",
  }),
  with: UserWith.annotate({ description: "Settings for your module.", default: {} }).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed({})),
  ),
}).annotate({ description: "A data set of your own: a TypeScript module." });

const isUserDataset = (exported: unknown): exported is UserDataset =>
  typeof exported === "object" &&
  exported !== null &&
  "load" in exported &&
  typeof exported.load === "function";

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Of the numbers and of all that says what they mean. */
const contentDigest = ({ features, target, groups, ...rest }: Dataset): string => {
  const isClasses = target.kind === "classes";
  const meaning = isClasses ? target.names : target.width;
  return digestOf(
    JSON.stringify([
      rest.examples,
      rest.featureShape,
      rest.scale,
      rest.featureNames,
      rest.imputations,
      meaning,
    ]),
    bytesOf(features),
    bytesOf(isClasses ? target.labels : target.values),
    bytesOf(groups ?? new Int32Array()),
  );
};

const read = async (
  { uses, with: given }: typeof config.Type,
  directory: string,
  group: string | undefined,
): Promise<ReadDataset | DataProblem> => {
  const loaded = await loadUserModule(uses, directory);
  if ("problem" in loaded) return { ...loaded, path: ["uses"] };
  const { exported } = loaded;
  if (!isUserDataset(exported)) {
    return {
      problem: `${uses} has no data set as its default export`,
      path: ["uses"],
      remedy: "export default { load: (settings, directory) => ({ examples, features, … }) }: a UserDataset",
    };
  }
  const decoded = await userSettings(exported.config, given);
  if ("mistake" in decoded) return { problem: decoded.mistake.message, path: decoded.mistake.path };
  try {
    const dataset = await exported.load(decoded.settings, directory, group);
    const mistake = datasetMistake(dataset);
    if (mistake !== undefined) return { problem: `${uses}: ${mistake}`, path: ["uses"] };
    return { dataset, digest: contentDigest(dataset) };
  } catch (cause) {
    return { problem: `${uses}: ${userMistake(cause)}`, path: ["uses"] };
  }
};

/** `uses: ./data/x.ts`: a data set of the user's own. The digest is of what the module gives, not of the module. */
export const userDataset = readingKind(config, read);
