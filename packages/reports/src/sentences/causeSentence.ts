import type { Finding } from "@attune/core";
import { titleOf } from "../texts/titleOf.ts";

/** The head of a causal chain, and what followed. Undefined of an empty chain. */
export const causeSentence = (chain: ReadonlyArray<Finding>): string | undefined => {
  const [head, ...rest] = chain;
  if (head === undefined) return undefined;
  const others = rest.map(({ name, code }) => `${titleOf(name).toLowerCase()} (${code})`);
  const after =
    others.length === 0 ? "" : ` With it, or from it: ${others.join(", ")}. Mend the first and run again.`;
  return `${rest.length === 0 ? "Cause" : "Earliest cause"}: ${titleOf(head.name).toLowerCase()} (${head.code}): ${head.evidence}.${after}`;
};
