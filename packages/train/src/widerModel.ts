import { buildModel, type Model, ModelConfig } from "@attune/nn";
import * as Schema from "effect/Schema";
import type { Data } from "./Resources.ts";

const WIDTHS = ["units", "filters"];

type Json = Schema.Json;

const isRecord = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every width of a layer's settings, and of the layers within, times two. */
const doubled = (settings: Json): Json => {
  if (Array.isArray(settings)) return settings.map(doubled);
  if (!isRecord(settings)) return settings;
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      WIDTHS.includes(name) && typeof value === "number" ? 2 * value : doubled(value),
    ]),
  );
};

/**
 * The model with twice the units and filters in every layer but the last that has any, which the target decides.
 * Undefined where that is no model: a user's own, one layer alone, a residual branch beside the inputs themselves.
 */
export const widerModel = (
  section: Json,
  { train, target }: Pick<Data, "train" | "target">,
): Model | undefined => {
  if (!isRecord(section) || !Array.isArray(section.layers)) return undefined;
  const layers: ReadonlyArray<Json> = section.layers;
  const last = layers.findLastIndex((layer) => JSON.stringify(doubled(layer)) !== JSON.stringify(layer));
  const wider = layers.map((layer, index) => (index < last ? doubled(layer) : layer));
  if (JSON.stringify(wider) === JSON.stringify(layers)) return undefined;
  const config = Schema.decodeUnknownSync(ModelConfig)({ ...section, layers: wider });
  const built = buildModel(config, train.inputShape, target);
  return "problem" in built ? undefined : built.model;
};
