/** Histograms of many epochs on one axis. */
import { quantileSorted } from "d3-array";
import type { Histogram } from "../Watch.ts";

const totalOf = ({ counts }: Histogram): number => counts.reduce((sum, count) => sum + count, 0);

/** The value below which that share of the counts lies, as if each bin were even. */
const quantileOf = (histogram: Histogram, share: number): number => {
  const { least, largest, counts } = histogram;
  const width = (largest - least) / counts.length;
  let rest = share * totalOf(histogram);
  for (const [bin, count] of counts.entries()) {
    if (count > 0 && rest <= count) return least + (bin + rest / count) * width;
    rest -= count;
  }
  return largest;
};

/** Ends of the axis: what holds 99 % of the counts, but for the tenth of the epochs that are widest. */
export const sharedRange = (histograms: ReadonlyArray<Histogram>): readonly [number, number] | undefined => {
  if (histograms.length === 0) return undefined;
  const ends = (share: number) =>
    histograms.map((histogram) => quantileOf(histogram, share)).toSorted((a, b) => a - b);
  // both are defined: there is a histogram
  const low = quantileSorted(ends(0.005), 0.1)!;
  const high = quantileSorted(ends(0.995), 0.9)!;
  return low < high ? [low, high] : [low - 1, high + 1];
};

/** Shares by bin of the axis; what lies beyond it is held at its ends. */
export const rebin = (
  histogram: Histogram,
  [low, high]: readonly [number, number],
  bins: number,
): Float64Array => {
  const { least, largest, counts } = histogram;
  const shares = new Float64Array(bins);
  const total = totalOf(histogram);
  const width = (largest - least) / counts.length;
  const place = (value: number) => Math.min(bins, Math.max(0, ((value - low) / (high - low)) * bins));
  for (const [bin, count] of counts.entries()) {
    const share = count / total;
    const from = place(least + bin * width);
    const to = place(least + (bin + 1) * width);
    if (to - from < 1e-9) {
      shares[Math.min(bins - 1, Math.floor(from))]! += share;
      continue;
    }
    for (let at = Math.floor(from); at < to; at++)
      shares[at]! += (share * (Math.min(to, at + 1) - Math.max(from, at))) / (to - from);
  }
  return shares;
};
