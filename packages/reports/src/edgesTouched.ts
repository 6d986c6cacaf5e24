/** Which of a trial's values lie at the edge of their search range: the optimum may lie beyond. */
import type { ParameterInput, ParameterSpace, TrialInput } from "./StudyInput.ts";

export interface TouchedEdge {
  readonly name: string;
  readonly value: number;
  readonly side: "low" | "high";
  readonly bound: number;
  readonly log: boolean;
}

/** Share of the range, linear or logarithmic, that counts as its edge. */
const EDGE = 0.05;

export const isLog = (space: ParameterSpace): boolean =>
  space.kind === "log_uniform" || space.kind === "log_int";

/** Whole numbers touch an edge only at the bound itself: 5 % of a short range holds no other. */
const edgeShare = ({ kind }: ParameterSpace): number => (kind === "int" || kind === "log_int" ? 0 : EDGE);

export const edgesTouched = (
  parameters: ReadonlyArray<ParameterInput>,
  assignment: TrialInput["assignment"],
): ReadonlyArray<TouchedEdge> =>
  parameters.flatMap(({ name, space }): ReadonlyArray<TouchedEdge> => {
    const value = assignment[name];
    if (space.kind === "choice" || typeof value !== "number" || space.low >= space.high) return [];
    const log = isLog(space);
    const along = (x: number) => (log ? Math.log(x) : x);
    const share = (along(value) - along(space.low)) / (along(space.high) - along(space.low));
    const margin = edgeShare(space);
    // no dropout or no penalty is where such a range ends, and nothing lies below 0
    if (share <= margin && space.low !== 0) return [{ name, value, side: "low", bound: space.low, log }];
    return share >= 1 - margin ? [{ name, value, side: "high", bound: space.high, log }] : [];
  });
