export { type Journal, openJournal } from "./Journal.ts";
export { JournalEntry } from "./JournalEntry.ts";
export { repeatSeed } from "./repeatSeed.ts";
export {
  type Finalist,
  type RanStep,
  type RanTrial,
  runStudy,
  type StudyObserver,
  type StudyOptions,
  type StudyResult,
} from "./Study.ts";
export { checkSweep, type Objective, objectiveOf, SweepConfig } from "./SweepConfig.ts";
export { trialRandom } from "./trialRandom.ts";
