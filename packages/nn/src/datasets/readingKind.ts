import type * as Schema from "effect/Schema";
import {
  type DataProblem,
  type Dataset,
  type DatasetDescription,
  type DatasetKind,
  isDataProblem,
} from "../Dataset.ts";
import { countEach } from "../partition.ts";

/** A data set with the digest of what it was read from. */
export interface ReadDataset {
  readonly dataset: Dataset;
  readonly digest: string;
}

/** What can be told of a data set without its numbers. */
export const descriptionOf = ({ dataset, digest }: ReadDataset): DatasetDescription => {
  const { examples, featureShape, target, groups } = dataset;
  return {
    digest,
    examples,
    featureShape,
    target:
      target.kind === "classes"
        ? { kind: "classes", count: target.names.length }
        : { kind: "values", width: target.width },
    ...(groups === undefined ? {} : { groupSizes: countEach(groups) }),
  };
};

/** A kind that reads all of its data to describe it. */
export const readingKind = <C extends Schema.Codec<unknown, unknown>>(
  config: C,
  read: (
    settings: C["Type"],
    directory: string,
    group: string | undefined,
  ) => Promise<ReadDataset | DataProblem>,
): DatasetKind<C["Type"]> & { readonly config: C } => ({
  config,
  async describe(settings, directory, group) {
    const found = await read(settings, directory, group);
    return isDataProblem(found) ? found : descriptionOf(found);
  },
  async load(settings, directory, group) {
    const found = await read(settings, directory, group);
    if (isDataProblem(found)) throw new Error(found.problem);
    return found.dataset;
  },
});
