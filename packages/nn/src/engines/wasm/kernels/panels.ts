/** Room that the products of `assembly/product.ts` take. */

const width = 16;

/** Numbers of a tile. */
export const tile = 6 * width;

/** Numbers of a matrix [k, n] in panels. */
export const panelsOf = (k: number, n: number): number => k * Math.ceil(n / width) * width;

/** The same with the line that sums begin with, and a tile. */
export const packOf = (k: number, n: number): number => panelsOf(k, n) + width + tile;
