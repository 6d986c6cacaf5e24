import type { History } from "../History.ts";

/** Layers are as the file has them: `batch_norm`, `{ dense: … }`, and those of a `residual` inside it. */
const contains = (settings: unknown, kind: string): boolean =>
  settings === kind ||
  (typeof settings === "object" &&
    settings !== null &&
    Object.entries(settings).some(([key, value]) => key === kind || contains(value, kind)));

/** Whether the network has a layer of the kind, as in `batch_norm`, at any depth; never of a model of the user's. */
export const hasLayer = ({ watched }: Pick<History, "watched">, kind: string): boolean =>
  watched.layers.some((layer) => layer.kind === kind || contains(layer.config, kind));
