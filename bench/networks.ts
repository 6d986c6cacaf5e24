/** The networks of `engine.bench.ts`; `engine_torch.py` has the same under the same names. */

export interface Network {
  readonly name: string;
  readonly inputShape: ReadonlyArray<number>;
  readonly batch: number;
  readonly layers: ReadonlyArray<unknown>;
  /** Multiplications and additions of one example's forward pass. */
  readonly flops: number;
  /** The first layer's part of them. */
  readonly first: number;
  /** Ratio to PyTorch that is aimed at. */
  readonly goal: number;
}

const mlp = (sizes: ReadonlyArray<number>, batch: number, goal: number): Network => ({
  name: `MLP ${sizes.join("-")}`,
  inputShape: [sizes[0]!],
  batch,
  goal,
  layers: sizes.slice(1).map((units, at) => ({
    dense: { units, activation: at < sizes.length - 2 ? "relu" : "linear" },
  })),
  first: 2 * sizes[0]! * sizes[1]!,
  flops: sizes.slice(1).reduce((sum, units, at) => sum + 2 * units * sizes[at]!, 0),
});

const conv = (filters: number, stride = 1, activation = "linear") => ({
  conv2d: { filters, kernel: 3, stride, padding: "same", activation },
});

const block = (filters: number, stride: number) => [
  { residual: [conv(filters, stride), "batch_norm", { activation: "relu" }, conv(filters), "batch_norm"] },
  { activation: "relu" },
];

/** Of a 3 × 3 convolution on a square picture. */
const convFlops = (side: number, from: number, to: number): number => 2 * 9 * side ** 2 * from * to;

export const networks: ReadonlyArray<Network> = [
  mlp([784, 128, 64, 10], 64, 0.8),
  mlp([64, 32, 32, 10], 64, 0.1),
  mlp([16, 16, 16, 3], 32, 0.02),
  {
    name: "CNN conv16-pool-conv32-pool-dense10",
    inputShape: [28, 28, 1],
    batch: 64,
    goal: 0.8,
    layers: [
      conv(16, 1, "relu"),
      { max_pool: { size: 2 } },
      conv(32, 1, "relu"),
      { max_pool: { size: 2 } },
      { dense: { units: 10 } },
    ],
    first: convFlops(28, 1, 16),
    flops: convFlops(28, 1, 16) + convFlops(14, 16, 32) + 2 * 1568 * 10,
  },
  {
    name: "ResNet of 6 blocks",
    inputShape: [32, 32, 3],
    batch: 64,
    goal: 1.2,
    layers: [
      conv(16),
      "batch_norm",
      { activation: "relu" },
      ...block(16, 1),
      ...block(16, 1),
      ...block(32, 2),
      ...block(32, 1),
      ...block(64, 2),
      ...block(64, 1),
      "global_average_pool",
      { dense: { units: 10 } },
    ],
    first: convFlops(32, 3, 16),
    flops:
      convFlops(32, 3, 16) +
      4 * convFlops(32, 16, 16) +
      convFlops(16, 16, 32) +
      3 * convFlops(16, 32, 32) +
      convFlops(8, 32, 64) +
      3 * convFlops(8, 64, 64) +
      2 * (16 * 32 * 16 ** 2 + 32 * 64 * 8 ** 2) +
      2 * 640,
  },
  {
    name: "LSTM 64, 28 steps of 28",
    inputShape: [28, 28],
    batch: 64,
    goal: 1,
    layers: [{ lstm: { units: 64 } }, { dense: { units: 10 } }],
    first: 28 * 2 * 28 * 256,
    flops: 28 * 2 * (28 + 64) * 256 + 2 * 640,
  },
  mlp([1024, 1024, 1024, 10], 64, 2),
];
