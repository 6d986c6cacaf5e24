/**
 * A number for people, at most `digits` significant digits: `0.00156`, `1.2e-5`, `1234.6`. No trailing zeros; the
 * full value belongs in a `data-value` beside it.
 */
export const numberText = (value: number, digits = 4): string => {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e6) {
    const text = String(Number(value.toPrecision(digits)));
    return text.replace("-", "−");
  }
  const [mantissa, exponent] = value.toExponential(Math.min(digits, 3) - 1).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`.replace(/^-/, "−");
};
