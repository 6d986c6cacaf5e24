/** Experiments with nothing wrong: other optimizers, schedules, initializers, layers. Each must stay silent. */
import type { Json, Patch } from "@attune/core";
import { type NetworkName, networks } from "./networks.ts";
import type { Subject } from "./Subject.ts";
import { ratePatch, trainPatch } from "./trainPatches.ts";

const ALL: ReadonlyArray<NetworkName> = ["mlp", "cnn", "lstm", "table"];
const FEEDFORWARD: ReadonlyArray<NetworkName> = ["mlp", "cnn", "table"];

const weights = (value: Json): Patch => ({ path: "steps.init.with.weights", value });

const layers = (change: (all: ReadonlyArray<Json>) => ReadonlyArray<Json>) => (network: NetworkName) => [
  { path: "model.layers", value: change(networks[network].layers) },
];

const beforeLast = (layer: Json) => layers((all) => [...all.slice(0, -1), layer, ...all.slice(-1)]);

/** `relu` to another activation. */
const activated = (name: string) =>
  layers((all) =>
    all.map((layer): Json => JSON.parse(JSON.stringify(layer).replaceAll('"relu"', JSON.stringify(name)))),
  );

const epochs = (network: NetworkName, factor: number): Patch =>
  trainPatch("epochs", EPOCHS[network] * factor);

const EPOCHS: Readonly<Record<NetworkName, number>> = { mlp: 3, cnn: 4, lstm: 5, table: 6 };
const SGD: Readonly<Record<NetworkName, number>> = { mlp: 0.1, cnn: 0.05, lstm: 0.5, table: 0.2 };

export const healthy = {
  plain: { description: "as it is", networks: ALL },
  sgd: {
    description: "plain gradient descent",
    networks: FEEDFORWARD,
    patches: (network) => [
      trainPatch("optimizer", { sgd: { learning_rate: SGD[network] } }),
      epochs(network, 2),
    ],
  },
  momentum: {
    description: "momentum",
    networks: ALL,
    patches: (network) => [trainPatch("optimizer", { momentum: { learning_rate: SGD[network] / 5 } })],
  },
  half_rate: {
    description: "half the rate, twice as long",
    networks: ALL,
    patches: (network) => [ratePatch(network, 0.5), epochs(network, 2)],
  },
  double_rate: {
    description: "twice the rate",
    networks: ALL,
    patches: (network) => [ratePatch(network, 2)],
  },
  step_decay: {
    description: "half the rate every two epochs",
    patches: () => [trainPatch("schedule", { step: { size: 2, factor: 0.5 } })],
  },
  exponential_decay: {
    description: "a tenth less rate every epoch",
    networks: ALL,
    patches: (network) => [trainPatch("schedule", { exponential: { decay: 0.9 } }), ratePatch(network, 1.5)],
  },
  inverse_time: {
    description: "a rate that decays with time",
    patches: (network) => [trainPatch("schedule", { inverse_time: { decay: 0.2 } }), ratePatch(network, 1.5)],
  },
  small_batches: { description: "batches of 32", patches: () => [trainPatch("batch_size", 32)] },
  large_batches: {
    description: "batches of 128 at twice the rate",
    patches: (network) => [trainPatch("batch_size", 128), ratePatch(network, 2)],
  },
  little_l2: { description: "L2 of 1e-4", networks: ALL, patches: () => [trainPatch("l2", 1e-4)] },
  some_l2: { description: "L2 of 1e-3", patches: () => [trainPatch("l2", 1e-3)] },
  little_dropout: {
    description: "dropout of .2",
    networks: ALL,
    patches: beforeLast({ dropout: { rate: 0.2 } }),
  },
  lsuv: { description: "LSUV", networks: ALL, patches: () => [weights("lsuv")] },
  xavier: { description: "Xavier, normal", networks: ALL, patches: () => [weights("xavier_normal")] },
  he_uniform: { description: "He, uniform", networks: FEEDFORWARD, patches: () => [weights("he_uniform")] },
  orthogonal: { description: "orthonormal weights", patches: () => [weights("orthogonal")] },
  tanh: {
    description: "tanh in place of relu",
    networks: FEEDFORWARD,
    patches: (network) => [...activated("tanh")(network), weights("xavier_normal")],
  },
  leaky_relu: { description: "leaky relu", networks: FEEDFORWARD, patches: activated("leaky_relu") },
  gelu: { description: "gelu", networks: FEEDFORWARD, patches: activated("gelu") },
  batch_norm: {
    description: "batch normalisation",
    networks: FEEDFORWARD,
    patches: beforeLast("batch_norm"),
  },
  layer_norm: { description: "layer normalisation", patches: beforeLast("layer_norm") },
  deeper: {
    description: "one dense layer more",
    networks: ALL,
    patches: beforeLast({ dense: { units: 32, activation: "relu" } }),
  },
  small_head: {
    description: "the last weights start small, the bias at the base rate",
    patches: () => [
      { path: "steps.init.with.head", value: "small" },
      { path: "steps.init.with.output_bias", value: "from_prior" },
    ],
  },
  select_best: {
    description: "early stopping, the best epoch",
    patches: () => [trainPatch("early_stopping", { patience: 3 }), trainPatch("select", "best")],
  },
  raw_pixels: {
    description: "inputs of 0 to 1",
    networks: ["mlp", "cnn"],
    patches: () => [{ path: "data.normalize", value: "none" }],
  },
} satisfies Record<string, Subject>;
