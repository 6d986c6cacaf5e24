export { type Assignment, assigned } from "./Assignment.ts";
export { active, isActive } from "./active.ts";
export { samplers } from "./catalog.ts";
export { levelsOf } from "./levels.ts";
export { optionLabels } from "./optionLabels.ts";
export { nameOfPath } from "./parameterName.ts";
export { type Parameter, parameters } from "./parameters.ts";
export { type ParsedTemplate, parseTemplate } from "./parseTemplate.ts";
export { probes } from "./probes.ts";
export type { Random } from "./Random.ts";
export { type Json, type Resolved, resolve } from "./resolve.ts";
export type { AskRequest, Sampler, SamplerProblem } from "./Sampler.ts";
export {
  type ChoiceSpace,
  type NumericSpace,
  type Option,
  type Path,
  type Space,
  spaceKinds,
  type Value,
} from "./Space.ts";
export type { SpaceProblem } from "./SpaceProblem.ts";
export { grid } from "./samplers/grid.ts";
export { random } from "./samplers/random.ts";
export { spaceSentences } from "./spaceSentences.ts";
export { mean } from "./statistics/mean.ts";
export { type Interval, meanInterval } from "./statistics/meanInterval.ts";
export { type PairedDifference, pairedDifference } from "./statistics/pairedDifference.ts";
export { standardDeviation } from "./statistics/standardDeviation.ts";
export { studentQuantile, studentTwoSided } from "./statistics/studentT.ts";
export type { Template } from "./Template.ts";
export { Trial } from "./Trial.ts";
export { fromUnit, toUnit } from "./unitInterval.ts";
