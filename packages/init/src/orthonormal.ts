/** A matrix with orthonormal rows or columns, made of another. */

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
};

/** Takes from `vector` what lies along each of the unit vectors. */
const removeParts = (vector: Float64Array, units: ReadonlyArray<Float64Array>): void => {
  for (const unit of units) {
    const part = dot(unit, vector);
    for (let index = 0; index < vector.length; index++) vector[index]! -= part * unit[index]!;
  }
};

/** Q of QR, where the vectors are the columns: their lengths, diag(R), are positive. In place. */
const orthonormalise = (vectors: ReadonlyArray<Float64Array>): void => {
  vectors.forEach((vector, at) => {
    const before = vectors.slice(0, at);
    removeParts(vector, before);
    removeParts(vector, before); // what rounding left: twice is enough
    const length = Math.sqrt(dot(vector, vector));
    for (let index = 0; index < vector.length; index++) vector[index]! /= length;
  });
};

/**
 * Q of the QR decomposition of `matrix` [rows, columns], row-major, with diag(R) > 0, which makes it unique; of a wide
 * matrix, the transposed Q of the transposed matrix. So QᵀQ = I if tall, QQᵀ = I if wide. Modified Gram-Schmidt, each
 * vector twice (Giraud, Langou & Rozložník 2005, "The loss of orthogonality in the Gram-Schmidt orthogonalization
 * process"), in float64. The shorter side must have full rank, as a normal draw has.
 */
export const orthonormal = (matrix: ArrayLike<number>, rows: number, columns: number): Float64Array => {
  const tall = rows >= columns;
  const index = (vector: number, at: number) => (tall ? at * columns + vector : vector * columns + at);
  const length = Math.max(rows, columns);
  const vectors = Array.from({ length: Math.min(rows, columns) }, (_, vector) =>
    Float64Array.from({ length }, (_, at) => matrix[index(vector, at)]!),
  );
  orthonormalise(vectors);
  const result = new Float64Array(rows * columns);
  vectors.forEach((values, vector) => {
    values.forEach((value, at) => {
      result[index(vector, at)] = value;
    });
  });
  return result;
};
