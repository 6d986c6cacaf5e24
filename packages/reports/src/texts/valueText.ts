import type { ParameterValue } from "../StudyInput.ts";
import { numberText } from "./numberText.ts";

/** A hyperparameter's value for people; numbers are rounded to three digits. */
export const valueText = (value: ParameterValue | undefined): string => {
  if (value === undefined) return "–";
  return typeof value === "number" ? numberText(value, 3) : String(value);
};
