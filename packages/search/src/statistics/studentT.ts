import { regularizedBeta } from "./regularizedBeta.ts";

/**
 * P(|T| ≥ t) for Student's t with `degrees` of freedom: the two-sided p of a t statistic.
 * I_{ν/(ν+t²)}(ν/2, 1/2) (Abramowitz & Stegun 26.7.1).
 */
export const studentTwoSided = (t: number, degrees: number): number => {
  const square = t * t;
  if (square < degrees) return 1 - regularizedBeta(square / (degrees + square), 0.5, degrees / 2);
  return regularizedBeta(degrees / (degrees + square), degrees / 2, 0.5);
};

/**
 * The t that |T| stays below with probability `confidence` (0 < confidence < 1): half the width, in standard
 * errors, of a two-sided interval. Found by bisection, to the last bits of a float64.
 */
export const studentQuantile = (confidence: number, degrees: number): number => {
  const tail = 1 - confidence;
  let high = 1;
  while (studentTwoSided(high, degrees) > tail) high *= 2;
  let low = 0;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (studentTwoSided(middle, degrees) > tail) low = middle;
    else high = middle;
  }
};
