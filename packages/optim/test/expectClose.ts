import { expect } from "vitest";

/** |actual − expected| ≤ tol (1 + |expected|) for every number. */
export const expectClose = (
  actual: ReadonlyArray<number>,
  expected: ReadonlyArray<number>,
  tolerance: number,
) => {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(
      Math.abs(actual[index]! - value),
      `number ${index}: ${actual[index]} against ${value}`,
    ).toBeLessThanOrEqual(tolerance * (1 + Math.abs(value)));
  }
};
