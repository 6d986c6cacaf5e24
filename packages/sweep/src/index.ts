export { checkSweep } from "./checkSweep.ts";
export type { Finalist } from "./finals.ts";
export { type Journal, openJournal } from "./Journal.ts";
export { JournalEntry } from "./JournalEntry.ts";
export { nextEnd, type RunningTrial } from "./nextEnd.ts";
export { repeatSeed } from "./repeatSeed.ts";
export type { RanStep, RanTrial } from "./runTrial.ts";
export { runStudy, type StudyObserver, type StudyOptions, type StudyResult } from "./Study.ts";
export {
  type ChosenSampler,
  choicesOf,
  type Objective,
  objectiveOf,
  SweepConfig,
  samplerOf,
  trialsOf,
} from "./SweepConfig.ts";
export { trialRandom } from "./trialRandom.ts";
