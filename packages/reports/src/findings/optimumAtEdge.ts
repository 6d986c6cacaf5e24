import type { Finding } from "@attune/core";
import type { TouchedEdge } from "../edgesTouched.ts";
import type { ParameterInput } from "../StudyInput.ts";
import { numberText } from "../texts/numberText.ts";

const round = (value: number): number => Number(value.toPrecision(3));

/** The range with the touched side moved by ×10 (logarithmic) or doubled in width (linear). */
const widened = ({ space }: ParameterInput, { side, log }: TouchedEdge): readonly [number, number] => {
  if (space.kind === "choice") throw new Error("a choice has no edge");
  const { low, high } = space;
  const width = high - low;
  return side === "low" ? [log ? low / 10 : low - width, high] : [low, log ? high * 10 : high + width];
};

/** A plain path of the file: none of a setting inside the option of a choice. */
const isPlain = (name: string): boolean => !/\[[^\d]/.test(name);

/**
 * SWP001: the best trial's value lies within 5 % of a bound, so that the optimum may lie beyond it. The patch is
 * offered for logarithmic ranges of plain paths: how far a linear one may go, only the setting's schema knows.
 */
export const optimumAtEdge = (
  parameter: ParameterInput,
  edge: TouchedEdge,
  label: string,
  trial: number,
): Finding => {
  const { kind } = parameter.space;
  const range = widened(parameter, edge).map(round);
  const text = `Move the ${edge.side} end of ${label} as far as its setting allows, up to ${kind}: [${range.join(", ")}].`;
  return {
    code: "SWP001",
    name: "optimumAtEdge",
    severity: "warn",
    where: edge.name,
    evidence: `${label}: the best trial (${trial}) has ${numberText(edge.value, 3)}, at the ${edge.side} end of its range (${numberText(edge.bound, 3)})`,
    reason: "Where the best value lies at the edge of what was searched, better ones may lie beyond it.",
    remedies: [
      edge.log && isPlain(edge.name)
        ? { text, patch: { path: edge.name, value: { [kind]: range } } }
        : { text },
    ],
    source: "Deep Learning Tuning Playbook",
  };
};
