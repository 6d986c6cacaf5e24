/** What is known of the targets before anything is learned: where the outputs of a network that knows nothing lie. */

export type Prior =
  /** Share of each class among the training labels; `binary` where one output tells two classes apart. */
  | { readonly kind: "classes"; readonly shares: ReadonlyArray<number>; readonly binary: boolean }
  /** Mean of each target value. */
  | { readonly kind: "values"; readonly means: ReadonlyArray<number> };

/** A class without an example has a share, too: ln 0 would be no number. */
const RAREST = 1e-6;

const log = (share: number): number => Math.log(Math.max(share, RAREST));

/**
 * The bias that makes outputs of 0 guess the prior: ln π_k for class k, ln (π₁ / π₀) for the one logit of two classes,
 * the mean of a value. Karpathy, "A Recipe for Training Neural Networks" ("init well").
 */
export const biasOf = (prior: Prior): ReadonlyArray<number> => {
  if (prior.kind === "values") return prior.means;
  const { shares, binary } = prior;
  return binary ? [log(shares[1] ?? 0) - log(shares[0] ?? 0)] : shares.map(log);
};
