export { failureCauses } from "./failureCauses.ts";
export { clientScript } from "./page/clientScript.ts";
export type { Curve, RunInput, SplitSizes, StepSummary, Versions } from "./RunInput.ts";
export { runPage } from "./runPage.tsx";
export {
  type Confusion,
  confusionOf,
  endOf,
  type LayerStatistics,
  layersOf,
  type TrainingEnd,
} from "./StepDetail.ts";
export type {
  FailureBrief,
  FinalistInput,
  ObjectiveInput,
  ParameterInput,
  ParameterSpace,
  ParameterValue,
  RepeatInput,
  RunBrief,
  StudyInput,
  TrialInput,
} from "./StudyInput.ts";
export { endSentence } from "./sentences/endSentence.ts";
export { studyPage } from "./studyPage.tsx";
export { type Watch, watchOf } from "./Watch.ts";
