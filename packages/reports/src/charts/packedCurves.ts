/**
 * All curves as text: 16-bit levels of the drawn range on one grid of epochs, base64. A full JSON would be six times as
 * long. More than `MOST` epochs are thinned, always with the first and the last; full floats of the ends stand in the
 * page's data.
 */
import type { TrialCurve } from "./fanOf.ts";

const MOST = 100;
/** Levels 0 to 65000 span the range; values outside are held at its ends. */
const LEVELS = 65_000;
/** The trial has no value at this epoch. */
const NONE = 65_535;

export interface PackedCurves {
  readonly numbers: ReadonlyArray<number>;
  readonly epochs: ReadonlyArray<number>;
  /** [curves, epochs], little-endian uint16, base64. */
  readonly levels: string;
}

const thinned = (epochs: ReadonlyArray<number>): ReadonlyArray<number> => {
  if (epochs.length <= MOST) return epochs;
  const step = (epochs.length - 1) / (MOST - 1);
  return Array.from({ length: MOST }, (_, index) => epochs[Math.round(index * step)]!);
};

const base64 = (values: ReadonlyArray<number>): string => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    bytes.writeUInt16LE(value, 2 * index);
  });
  return bytes.toString("base64");
};

export const packCurves = (
  curves: ReadonlyArray<TrialCurve>,
  [low, high]: readonly [number, number],
): PackedCurves => {
  const seen = new Set(curves.flatMap(({ points }) => points.map(([epoch]) => epoch)));
  const epochs = thinned([...seen].sort((a, b) => a - b));
  const level = (value: number) =>
    Math.round(LEVELS * Math.min(1, Math.max(0, (value - low) / (high - low || 1))));
  const levels = curves.flatMap(({ points }) => {
    const values = new Map(points);
    return epochs.map((epoch) => {
      const value = values.get(epoch);
      return value === undefined ? NONE : level(value);
    });
  });
  return { numbers: curves.map(({ number }) => number), epochs, levels: base64(levels) };
};
