/** Numbers as a person reads them. */

/** Four significant digits, exponents where plain digits would be long. */
export const figure = (value: number): string => {
  const size = Math.abs(value);
  if (value === 0 || (size >= 0.001 && size < 100_000)) return String(Number(value.toPrecision(4)));
  return value.toExponential(2);
};

/** `45s`, `3m 20s`, `2h 5m` */
export const duration = (millis: number): string => {
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
};

/** Bars of the last `width` values between their extremes; a gap for none. */
export const sparkline = (values: ReadonlyArray<number | undefined>, width: number): string => {
  const shown = values.slice(-width);
  const known = shown.filter((value) => value !== undefined);
  const low = Math.min(...known);
  const range = Math.max(...known) - low || 1;
  const bars = "▁▂▃▄▅▆▇█";
  return shown
    .map((value) => (value === undefined ? "·" : bars[Math.round(((value - low) / range) * 7)]))
    .join("");
};
