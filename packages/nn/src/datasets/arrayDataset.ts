import { type DataProblem, isDataProblem, type Target } from "../Dataset.ts";
import { digestOf } from "./dataFile.ts";
import type { NumberArray } from "./NumberArray.ts";
import type { ReadDataset } from "./readingKind.ts";
import { classesOf, type Task } from "./readTarget.ts";

/** Index of a number within its example: `[2, 1]`. */
const indexIn = (shape: ReadonlyArray<number>, at: number): string => {
  let rest = at;
  const index = shape.toReversed().map((length) => {
    const position = rest % length;
    rest = Math.floor(rest / length);
    return position;
  });
  return `[${index.toReversed().join(", ")}]`;
};

/** The first number that is none as float32, in which the engine computes. Examples and features are counted from 0, as numpy does. */
const notFinite = (
  { file, shape, values }: NumberArray,
  path: DataProblem["path"],
): DataProblem | undefined => {
  const at = values.findIndex((value: number) => !Number.isFinite(Math.fround(value)));
  if (at < 0) return undefined;
  const width = values.length / shape[0]!;
  const where = shape.length === 1 ? "" : `, feature ${indexIn(shape.slice(1), at % width)}`;
  const problem = `${file}, example ${Math.floor(at / width)}${where}: expected a finite number, received ${values[at]}`;
  return { problem, path };
};

/** Whole numbers are classes and others values, unless `task` says otherwise. */
const targetOf = (array: NumberArray, task: Task, path: DataProblem["path"]): Target | DataProblem => {
  const { file, shape, values, isInteger } = array;
  const width = values.length / shape[0]!;
  if (shape.length > 2) {
    return {
      problem: `${file}: expected targets of one or two dimensions, received [${shape.join(", ")}]`,
      path,
    };
  }
  if (task === "regression" || (task === undefined && (!isInteger || width > 1))) {
    return { kind: "values", values: Float32Array.from(values), width };
  }
  if (width > 1) {
    const problem = `${file}: expected one class an example, received ${width} numbers`;
    return { problem, path, remedy: "store the index of the class, not one number a class" };
  }
  return classesOf([...values]);
};

/** Where the settings name the two arrays. */
export interface ArrayPaths {
  readonly features: DataProblem["path"];
  readonly target: DataProblem["path"];
}

/**
 * Examples along the first dimension of both arrays. Features of [examples, height, width] are grey images and get a
 * channel. Bytes are scaled to 0 to 1.
 */
export const arrayDataset = (
  features: NumberArray,
  targets: NumberArray,
  task: Task,
  paths: ArrayPaths,
): ReadDataset | DataProblem => {
  const [examples = 0, ...shape] = features.shape;
  if (features.values.length === 0)
    return { problem: `${features.file}: it holds no examples`, path: paths.features };
  if (targets.shape[0] !== examples || targets.values.length === 0) {
    const problem = `${targets.file}: expected targets for the ${examples} examples of ${features.file}, received ${targets.shape[0] ?? 0}`;
    return { problem, path: paths.target };
  }
  const wrong = notFinite(features, paths.features) ?? notFinite(targets, paths.target);
  if (wrong !== undefined) return wrong;
  const target = targetOf(targets, task, paths.target);
  if (isDataProblem(target)) return target;
  const isBytes = features.values instanceof Uint8Array;
  const featureShape = shape.length === 0 ? [1] : shape.length === 2 ? [...shape, 1] : shape;
  return {
    dataset: {
      examples,
      featureShape,
      features:
        features.values instanceof Float64Array ? Float32Array.from(features.values) : features.values,
      scale: isBytes ? 1 / 255 : 1,
      target,
    },
    digest: digestOf(features.content, targets.content),
  };
};
