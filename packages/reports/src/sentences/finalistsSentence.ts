import { countText } from "../texts/countText.ts";

/** How many were run again, on how many seeds, and what the test set had been kept from. Undefined of no finalists. */
export const finalistsSentence = (
  finalists: number,
  seeds: number,
  label: string,
  tried: number,
  tested: boolean,
): string | undefined => {
  if (finalists === 0) return undefined;
  const test = tested
    ? ` The test set was read after ${countText(tried, "configuration")} had been tried.`
    : "";
  return `${countText(finalists, "finalist")} on ${countText(seeds, "fresh seed")}, best mean ${label} first.${test}`;
};
