import { countText } from "../texts/countText.ts";
import type { Verdict } from "./trustVerdict.ts";

/** Whether anything was found. Undefined where nothing was checked. */
export const checksVerdict = (failed: number, warned: number, passed: number): Verdict | undefined => {
  if (failed + warned + passed === 0) return undefined;
  const tone = failed > 0 ? "bad" : warned > 0 ? "warn" : "ok";
  const figure =
    failed > 0 ? countText(failed, "failure") : warned > 0 ? countText(warned, "warning") : "All passed";
  const text = [
    ...(failed > 0 && warned > 0 ? [countText(warned, "warning")] : []),
    `${countText(passed, "check")} passed`,
  ].join(", ");
  return { figure, text, tone };
};
