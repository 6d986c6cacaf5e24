/** The filters of a first layer that looks at pictures: how smooth they are, and what they look like. */
import type { Model, NamedValues } from "@attune/nn";
import type { FilterPictures, Snapshot } from "../History.ts";
import { rounded } from "./rounded.ts";

/** Rows and columns from which on neighbours can be told from chance. */
const JUDGED = 7;
/** Pictures kept for a page. */
const SHOWN = 16;

export interface FilterPlace {
  readonly tensor: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly count: number;
}

/** [height, width] or [height, width, channels], neither side 1: a picture. */
const pictureOf = (
  shape: ReadonlyArray<number>,
): readonly [height: number, width: number, channels: number] | undefined => {
  const [height = 0, width = 0, channels = 1] = shape;
  return (shape.length === 2 || shape.length === 3) && height > 1 && width > 1
    ? [height, width, channels]
    : undefined;
};

/**
 * Where the first weights hold a picture for each unit: kernels [height, width, channels, units], or dense weights
 * [height · width · channels, units] on pictures of that shape. Undefined for all else.
 */
export const filterPlace = ({
  inputShape,
  paramShapes,
}: Pick<Model, "inputShape" | "paramShapes">): FilterPlace | undefined => {
  const picture = pictureOf(inputShape);
  const tensor = Object.keys(paramShapes).find((name) => paramShapes[name]?.role === "weight");
  if (picture === undefined || tensor === undefined) return undefined;
  const { shape } = paramShapes[tensor]!;
  const [first = 0, second = 0, third = 0, fourth = 0] = shape;
  if (shape.length === 4 && inputShape.length === 3 && first > 1 && second > 1) {
    return { tensor, height: first, width: second, channels: third, count: fourth };
  }
  const [height, width, channels] = picture;
  return shape.length === 2 && first === height * width * channels
    ? { tensor, height, width, channels, count: second }
    : undefined;
};

/** Lag-1 autocorrelation of one filter: Σ over neighbours of (a − m)(b − m), by their number, over the variance. */
const correlationOf = (
  data: ArrayLike<number>,
  { height, width, channels, count }: FilterPlace,
  channel: number,
  unit: number,
): number | undefined => {
  const at = (row: number, column: number): number =>
    data[((row * width + column) * channels + channel) * count + unit]!;
  let sum = 0;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) sum += at(row, column);
  const mean = sum / (height * width);
  let variance = 0;
  let along = 0;
  let down = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = at(row, column) - mean;
      variance += value * value;
      if (column + 1 < width) along += value * (at(row, column + 1) - mean);
      if (row + 1 < height) down += value * (at(row + 1, column) - mean);
    }
  }
  variance /= height * width;
  const pairs = { along: height * (width - 1), down: (height - 1) * width };
  return variance > 0 ? (along / pairs.along + down / pairs.down) / (2 * variance) : undefined;
};

/** Filters looked at: enough for a mean, few enough to cost nothing. */
const SAMPLED = 64;

/** About 0 of noise, towards 1 of smooth filters; null where all filters are flat. */
export const filterFigures = (place: FilterPlace, params: NamedValues): NonNullable<Snapshot["filters"]> => {
  const { tensor, height, width, channels, count } = place;
  const { data } = params[tensor]!;
  const units = Array.from({ length: Math.min(count, SAMPLED) }, (_, unit) => unit);
  const found = units
    .flatMap((unit) =>
      Array.from({ length: channels }, (_, channel) => correlationOf(data, place, channel, unit) ?? []),
    )
    .flat();
  return {
    tensor,
    autocorrelation:
      found.length === 0 ? null : rounded(found.reduce((sum, value) => sum + value, 0) / found.length),
    judged: height >= JUDGED && width >= JUDGED,
  };
};

/** The first filters, each scaled by its largest |w| to −127 … 127. */
export const filterPictures = (place: FilterPlace, params: NamedValues): FilterPictures => {
  const { tensor, height, width, channels, count } = place;
  const { data } = params[tensor]!;
  const size = height * width * channels;
  const shown = Math.min(count, SHOWN);
  const bytes = new Int8Array(shown * size);
  for (let unit = 0; unit < shown; unit++) {
    let largest = 0;
    for (let at = 0; at < size; at++) largest = Math.max(largest, Math.abs(data[at * count + unit]!));
    for (let at = 0; at < size && largest > 0; at++)
      bytes[unit * size + at] = Math.round((127 * data[at * count + unit]!) / largest);
  }
  return { height, width, channels, count: shown, values: Buffer.from(bytes.buffer).toString("base64") };
};
