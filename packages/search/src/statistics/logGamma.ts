/** Coefficients of Lanczos' approximation for g = 7, n = 9 (as computed by P. Godfrey). */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** ln Γ(x) for x > 0, relative error about 1e-15 (Lanczos 1964). */
export const logGamma = (x: number): number => {
  // Γ(x) = Γ(x + 1) / x keeps the argument where the approximation is best
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  const shifted = x - 1;
  const sum = lanczos.reduce(
    (total, coefficient, k) => (k === 0 ? coefficient : total + coefficient / (shifted + k)),
    0,
  );
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
};
