import type { Curve } from "../src/index.ts";

/** mulberry32: enough for sample data. */
export const generator = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

export const sampleCurve = (epochs: number, final: number, seed: number): Curve => {
  const random = generator(seed);
  return Array.from({ length: epochs }, (_, index) => {
    const part = 1 - Math.exp((-4 * (index + 1)) / epochs);
    const validation = 0.1 + (final - 0.1) * part + (random() - 0.5) * 0.008;
    return {
      epoch: index + 1,
      scalars: {
        "train.loss": 2.3 * Math.exp(-3.4 * part * final) + random() * 0.01,
        "train.accuracy": Math.min(1, validation + 0.03 * part),
        "validation.loss": 2.3 * Math.exp(-2.4 * part * final) + random() * 0.02,
        "validation.accuracy": validation,
        learning_rate: 0.002 * 0.9 ** index,
      },
    };
  });
};
