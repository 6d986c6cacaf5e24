import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mean,
  meanInterval,
  pairedDifference,
  standardDeviation,
  studentQuantile,
  studentTwoSided,
} from "../src/index.ts";
import { logGamma } from "../src/statistics/logGamma.ts";
import { regularizedBeta } from "../src/statistics/regularizedBeta.ts";
import fixture from "./fixtures/compare-runs.json" with { type: "json" };

fc.configureGlobal({ seed: 7 });

const relative = (actual: number, expected: number) => Math.abs(actual - expected) / Math.abs(expected);

describe("Student's t", () => {
  // scipy.stats.t.ppf(.975, df), df 1 and 2 also by closed form
  it.each([
    [1, 12.706204736174698],
    [2, 4.302652729749462],
    [3, 3.182446305284263],
    [4, 2.776445105197793],
    [5, 2.570581835636314],
    [9, 2.262157162798205],
    [19, 2.093024054408263],
    [29, 2.045229642132703],
    [100, 1.983971518523551],
  ])("95 %% quantile at %i degrees", (degrees, quantile) => {
    expect(relative(studentQuantile(0.95, degrees), quantile)).toBeLessThan(1e-12);
  });

  it("has the closed forms of 1 and 2 degrees, far out and near 0", () => {
    for (const confidence of [1e-6, 0.1, 0.5, 0.9, 0.99, 0.9999]) {
      expect(relative(studentQuantile(confidence, 1), Math.tan((Math.PI * confidence) / 2))).toBeLessThan(
        1e-10,
      );
      const exact = confidence / Math.sqrt((1 - confidence ** 2) / 2);
      expect(relative(studentQuantile(confidence, 2), exact)).toBeLessThan(1e-10);
    }
  });

  it("tends to the normal distribution's 1.959964", () => {
    expect(studentQuantile(0.95, 1e7)).toBeCloseTo(1.959963984540054, 6);
  });

  it("quantile and probability are inverse", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        (confidence, degrees) => {
          expect(studentTwoSided(studentQuantile(confidence, degrees), degrees)).toBeCloseTo(
            1 - confidence,
            11,
          );
        },
      ),
    );
  });

  it("rests on ln Γ and the incomplete beta function", () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14);
    expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 13);
    expect(logGamma(0.1)).toBeCloseTo(2.252712651734206, 13);
    // I_x(2, 3) = 6x² − 8x³ + 3x⁴
    for (const x of [0, 0.1, 0.5, 0.9, 1])
      expect(regularizedBeta(x, 2, 3)).toBeCloseTo(6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4, 14);
  });
});

describe("mean and standard deviation", () => {
  it("divide by n and n − 1", () => {
    expect(mean([1, 2, 3, 6])).toBe(3);
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 14);
  });

  it("keep their digits far from 0", () => {
    expect(standardDeviation([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBeCloseTo(1, 9);
  });

  it("say nothing of too few values", () => {
    // 22/23 thrice: a plain sum leaves a spread of 1e-16, where there is none
    expect(mean([22 / 23, 22 / 23, 22 / 23])).toBe(22 / 23);
    expect(standardDeviation([22 / 23, 22 / 23, 22 / 23])).toBe(0);
    expect(mean([])).toBeNaN();
    expect(standardDeviation([1])).toBeNaN();
    expect(meanInterval([1])).toBeUndefined();
  });

  it("the interval is x̄ ± t s/√n", () => {
    const { low, mean: center, high } = meanInterval([0.91, 0.93, 0.95])!;
    expect(center).toBeCloseTo(0.93, 14);
    expect(high - center).toBeCloseTo((4.302652729749462 * 0.02) / Math.sqrt(3), 12);
    expect(center - low).toBeCloseTo(high - center, 14);
  });
});

describe("paired difference", () => {
  it(`meets ${fixture.source.peer}`, () => {
    const difference = pairedDifference(fixture.input.a, fixture.input.b)!;
    const { t, p } = fixture.expected.paired_t;
    expect(Math.abs(difference.t - t)).toBeLessThan(fixture.tol.f64 * (1 + Math.abs(t)));
    expect(Math.abs(difference.p - p)).toBeLessThan(fixture.tol.f64 * (1 + p));
    expect(difference.pairs).toBe(8);
    expect(difference.low).toBeGreaterThan(0); // p < .05: the 95 % interval leaves 0 out
  });

  it("of equal runs is 0 with p = 1", () => {
    expect(pairedDifference([1, 2, 3], [1, 2, 3])).toMatchObject({ mean: 0, low: 0, high: 0, p: 1 });
  });

  it("of a constant lead has p = 0", () => {
    expect(pairedDifference([2, 3, 4], [1, 2, 3])).toMatchObject({ mean: 1, p: 0 });
  });

  it("wants pairs, and at least two", () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow(/pairs/);
    expect(pairedDifference([1], [2])).toBeUndefined();
  });
});
