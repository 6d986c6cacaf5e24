/** Sample of what a training keeps of its watch, in its kept form: no number in it was measured. */
import { type Watch, watchOf } from "../src/index.ts";

const histogram = (spread: number, shift = 0) => ({
  least: shift - 3 * spread,
  largest: shift + 3 * spread,
  counts: Array.from({ length: 30 }, (_, bin) => Math.round(1000 * Math.exp(-(((bin - 14.5) / 5) ** 2)))),
});

const pictures = (side: number, channels: number, seed: number) => {
  const values = Int8Array.from(
    { length: 16 * side * side * channels },
    (_, at) => ((at * seed) % 255) - 127,
  );
  return {
    height: side,
    width: side,
    channels,
    count: 16,
    values: Buffer.from(values.buffer).toString("base64"),
  };
};

export interface SampleWatch {
  readonly layers?: number;
  readonly epochs?: number;
  /** Rows and columns of the filters; 0 for none. */
  readonly side?: number;
  readonly channels?: number;
  /** Iterations into an epoch more, in which it broke down. */
  readonly broken?: number;
}

const PER_EPOCH = 125;

export const sampleKept = (options: SampleWatch = {}) => {
  const { layers = 3, epochs = 8, side = 28, channels = 1, broken } = options;
  const names = Array.from({ length: layers }, (_, at) => `layers.${at}`);
  const at = [
    ...Array.from({ length: epochs + 1 }, (_, epoch) => epoch * PER_EPOCH),
    ...(broken === undefined ? [] : [epochs * PER_EPOCH + broken]),
  ];
  const tensor = (role: string, depth: number, look: number) => ({
    role,
    norm: look === at.length - 1 && broken !== undefined ? 90 : 8 + 0.2 * look * depth,
    updateRatio: look === 0 ? null : (2e-3 * (depth + 1)) / look,
    gradientNorm: 2 / (1 + look) + 0.1 * depth,
    gradientMean: 1e-3,
    gradients: histogram(0.1 / (1 + look)),
    largest: 1,
    nearZeroShare: 0,
    negativeShare: 0.5,
  });
  return {
    version: 1,
    watched: { batchSize: 64, iterationsPerEpoch: PER_EPOCH, optimizer: "adam" },
    lossAtInit: 2.9,
    rows: [],
    windows: Array.from({ length: Math.ceil((at.at(-1) ?? 0) / 50) }, (_, index) => ({
      start: 50 * index,
      count: Math.min(50, (at.at(-1) ?? 0) - 50 * index),
      mean: 2.5 / (1 + index / 3),
      std: 0.4 / (1 + index / 6),
      largest: 4,
    })),
    snapshots: at.map((iteration, look) => ({
      epoch: Math.floor(iteration / PER_EPOCH),
      iteration,
      tensors: Object.fromEntries(
        names.flatMap((name, depth) => [
          [`${name}.weight`, tensor("weight", depth, look)],
          [`${name}.bias`, tensor("bias", depth, look)],
        ]),
      ),
      layers: Object.fromEntries(
        names.map((name, depth) => [
          name,
          {
            activation: depth === layers - 1 ? "linear" : depth % 2 === 0 ? "relu" : "tanh",
            mean: 0,
            std: 1 + 0.1 * look * depth,
            deadShare: depth === layers - 1 || depth % 2 === 1 ? null : Math.min(1, 0.05 * look),
            saturatedShare: depth % 2 === 1 && depth < layers - 1 ? 0.1 : null,
            zeroShare: 0.4,
            histogram: histogram(1 + 0.1 * look, depth),
          },
        ]),
      ),
      ...(side > 0
        ? { filters: { tensor: "layers.0.weight", autocorrelation: 0.08 * look, judged: side >= 7 } }
        : {}),
    })),
    ...(side > 0
      ? { filters: { first: pictures(side, channels, 73), last: pictures(side, channels, 3) } }
      : {}),
  };
};

export const sampleWatch = (options: SampleWatch = {}): Watch => {
  const watch = watchOf(sampleKept(options));
  if (watch === undefined) throw new Error("the sample has another form");
  return watch;
};
