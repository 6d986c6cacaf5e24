export * from "./adam";
export * from "./arrange";
export * from "./binary";
export * from "./crossEntropy";
export * from "./product";
export * from "./random";
export * from "./reduce";
export * from "./unary";

/** The first address past the constants of the code. */
export const heapStart: usize = __heap_base;
