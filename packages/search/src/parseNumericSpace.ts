/** A numeric space out of its YAML, with every mistake at its place. */
import { canonicalText } from "./canonicalText.ts";
import type { NumericSpace, Path } from "./Space.ts";
import type { SpaceProblem } from "./SpaceProblem.ts";

/** A value in an error message: short enough for one line. */
export const shown = (value: unknown): string => {
  const text = canonicalText(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const boundProblems = (
  kind: NumericSpace["kind"],
  bound: unknown,
  path: Path,
): ReadonlyArray<SpaceProblem> => {
  const received = shown(bound);
  if (typeof bound !== "number" || !Number.isFinite(bound))
    return [{ path, expected: "a finite number", received }];
  const integer = kind === "int" || kind === "log_int";
  if (integer && !Number.isSafeInteger(bound)) {
    return [
      {
        path,
        expected: "an integer",
        received,
        remedy: `use ${kind === "int" ? "uniform" : "log_uniform"} for fractions`,
      },
    ];
  }
  if (kind.startsWith("log") && bound <= 0) {
    return [
      {
        path,
        expected: "a bound above 0, because the space is logarithmic",
        received,
        remedy: "raise the bound, or drop log_",
      },
    ];
  }
  return [];
};

const stepProblems = (space: NumericSpace, step: unknown, path: Path): ReadonlyArray<SpaceProblem> => {
  const received = shown(step);
  const integer = space.kind === "int" || space.kind === "log_int";
  const range = space.high - space.low;
  const expected = `${integer ? "an integer" : "a number"} above 0 and at most ${Number(range.toPrecision(12))}, the range`;
  const fits =
    typeof step === "number" &&
    step > 0 &&
    step <= range * (1 + 1e-12) &&
    (!integer || Number.isInteger(step));
  return fits ? [] : [{ path, expected, received }];
};

/** `kind: bounds` with an optional `step` (absent: undefined), at `path`; no space where there are problems. */
export const parseNumericSpace = (
  kind: NumericSpace["kind"],
  bounds: ReadonlyArray<unknown>,
  step: unknown,
  path: Path,
): { readonly space: NumericSpace | undefined; readonly problems: ReadonlyArray<SpaceProblem> } => {
  const at = [...path, kind];
  if (bounds.length !== 2) {
    const expected = `two bounds, ${kind}: [low, high]`;
    return { space: undefined, problems: [{ path: at, expected, received: shown(bounds) }] };
  }
  const wrong = bounds.flatMap((bound, index) => boundProblems(kind, bound, [...at, index]));
  const [low, high] = bounds;
  if (wrong.length > 0 || typeof low !== "number" || typeof high !== "number")
    return { space: undefined, problems: wrong };
  if (low >= high) {
    const remedy = low > high ? `swap the bounds: [${high}, ${low}]` : `write the value itself: ${low}`;
    const problem = {
      path: at,
      expected: "low < high (the space is empty)",
      received: shown(bounds),
      remedy,
    };
    return { space: undefined, problems: [problem] };
  }
  const space = { kind, low, high };
  if (step === undefined) return { space, problems: [] };
  const problems = stepProblems(space, step, [...path, "step"]);
  return typeof step === "number" && problems.length === 0
    ? { space: { ...space, step }, problems }
    : { space: undefined, problems };
};
