/** Each number times a factor. */
export const scale = <A extends Float32Array | Int32Array>(numbers: A, factor: number): A => {
  const scaled = numbers.slice() as A; // slice keeps the kind of array
  for (let i = 0; i < scaled.length; i++) scaled[i] = (scaled[i] ?? 0) * factor;
  return scaled;
};
