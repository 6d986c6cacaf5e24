import type { Dataset } from "../Dataset.ts";

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;

const targetMistake = ({ examples, target }: Dataset): string | undefined => {
  if (target?.kind === "classes") {
    const { labels, names } = target;
    if (!(labels instanceof Int32Array) || labels.length !== examples) {
      return `expected target.labels as an Int32Array of ${examples}, received ${labels?.length}`;
    }
    const at = labels.findIndex((label) => label < 0 || label >= names?.length);
    return at < 0
      ? undefined
      : `expected labels from 0 to ${names.length - 1}, received ${labels[at]} in example ${at}`;
  }
  if (target?.kind !== "values") return "expected a target of the kind classes or values";
  const { values, width } = target;
  if (!isCount(width) || !(values instanceof Float32Array) || values.length !== examples * width) {
    return `expected target.values as a Float32Array of ${examples} · ${width}, received ${values?.length}`;
  }
  const at = values.findIndex((value) => !Number.isFinite(value));
  return at < 0
    ? undefined
    : `expected finite targets, received ${values[at]} in example ${Math.floor(at / width)}`;
};

const featureMistake = ({
  examples,
  featureShape,
  features,
  scale,
  imputations,
}: Dataset): string | undefined => {
  if (!Array.isArray(featureShape) || featureShape.length === 0 || !featureShape.every(isCount)) {
    return `expected featureShape as a list of whole numbers above 0, received ${JSON.stringify(featureShape)}`;
  }
  const width = featureShape.reduce((product, length) => product * length, 1);
  if (!(features instanceof Uint8Array || features instanceof Float32Array)) {
    return "expected features as a Float32Array or a Uint8Array";
  }
  if (features.length !== examples * width) {
    return `expected ${examples} · ${width} features, received ${features.length}`;
  }
  if (!Number.isFinite(scale)) return `expected a number as scale, received ${scale}`;
  if (imputations !== undefined) return undefined;
  const at = features.findIndex((value: number) => !Number.isFinite(value));
  return at < 0
    ? undefined
    : `expected finite features, received ${features[at]} in example ${Math.floor(at / width)}, feature ${at % width}`;
};

/** What is wrong with a data set that the user's code made: it is not to be believed. */
export const datasetMistake = (dataset: Dataset): string | undefined => {
  if (typeof dataset !== "object" || dataset === null) return `expected a data set, received ${dataset}`;
  const { examples, groups } = dataset;
  if (!isCount(examples)) return `expected examples as a whole number above 0, received ${examples}`;
  if (groups !== undefined && groups.length !== examples) {
    return `expected ${examples} groups, received ${groups.length}`;
  }
  return featureMistake(dataset) ?? targetMistake(dataset);
};
