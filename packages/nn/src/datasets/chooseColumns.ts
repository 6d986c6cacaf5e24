import type { DataProblem } from "../Dataset.ts";
import { nearestName } from "../nearestName.ts";
import type { TableSettings } from "./tableSettings.ts";

export interface Columns {
  readonly features: ReadonlyArray<string>;
  readonly target: string;
  /** Whose equal values are one group. */
  readonly group: string | undefined;
}

interface Named {
  readonly name: string;
  readonly path: DataProblem["path"];
}

const namedAt = (names: ReadonlyArray<string>, ...path: DataProblem["path"]): ReadonlyArray<Named> =>
  names.map((name, index) => ({ name, path: [...path, index] }));

const featuresOf = (
  names: ReadonlyArray<string>,
  { features, target }: TableSettings,
  group: string | undefined,
): ReadonlyArray<string> => {
  if (features !== undefined && !("exclude" in features)) return features;
  const left = [target, group, ...(features?.exclude ?? [])];
  return names.filter((name) => !left.includes(name));
};

/** The columns that `settings` name, all of which `file` has. */
export const chooseColumns = (
  file: string,
  names: ReadonlyArray<string>,
  settings: TableSettings,
  group: string | undefined,
): Columns | DataProblem => {
  const { target, features: asked = [], categories = [] } = settings;
  const mentioned: ReadonlyArray<Named> = [
    { name: target, path: ["target"] },
    ...(group === undefined ? [] : [{ name: group, path: ["split", "group"] }]),
    ...("exclude" in asked ? namedAt(asked.exclude, "features", "exclude") : namedAt(asked, "features")),
    ...namedAt(categories, "categories"),
  ];
  const unknown = mentioned.find(({ name }) => !names.includes(name));
  if (unknown !== undefined) {
    return {
      problem: `${file}: expected a column named ${unknown.name}, received ${names.join(", ")}`,
      path: unknown.path,
      remedy: `did you mean ${nearestName(unknown.name, names)}?`,
    };
  }
  const features = featuresOf(names, settings, group);
  for (const [index, name] of features.entries()) {
    const path = ["features", index];
    if (name === target) return { problem: `the target ${name} cannot be a feature`, path };
    if (name === group) return { problem: `the group column ${name} cannot be a feature`, path };
    if (features.indexOf(name) !== index) return { problem: `the feature ${name} is named twice`, path };
  }
  if (features.length === 0) {
    return { problem: `${file}: expected a column beside ${target}, received none`, path: ["path"] };
  }
  const stray = categories.findIndex((name) => !features.includes(name));
  if (stray >= 0) return { problem: `${categories[stray]} is no feature`, path: ["categories", stray] };
  return { features, target, group };
};
