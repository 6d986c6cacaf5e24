import { countText } from "../texts/countText.ts";

/** `3 need attention, 4 passed.` Undefined where nothing was checked. */
export const checksSentence = (attention: number, passed: number): string | undefined => {
  if (attention + passed === 0) return undefined;
  const open = attention === 1 ? "1 needs attention" : `${attention} need attention`;
  if (attention === 0) return `${countText(passed, "check")} passed.`;
  return `${open}, ${passed} passed. Open a line for the reason and the remedy.`;
};
