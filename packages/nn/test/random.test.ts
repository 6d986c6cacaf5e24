import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { derive, fold, normals, permutation, stream, uniforms } from "../src/index.ts";
import { philox, type Words } from "../src/philox.ts";

const seed = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const purpose = fc.constantFrom("init/layers.0.weight", "train/dropout/layers.1", "a", "");

describe("philox", () => {
  // Random123, tests/kat_vectors: philox4x32 with 10 rounds
  it.each<[Words, readonly [number, number], Words]>([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("known answer of counter %j", (counter, key, expected) => {
    expect(philox(counter, key)).toEqual(expected);
  });
});

describe("stream", () => {
  it("folds a path name by name", () => {
    expect(stream(7, "train/dropout/layers.1")).toEqual(fold(stream(7, "train/dropout"), "layers.1"));
  });

  it("differs for every seed, purpose, epoch and iteration", () => {
    const first = (...[seedOf, path, epoch, iteration]: [number, string, number, number]) =>
      uniforms(stream(seedOf, path), 2, epoch, iteration).join();
    const drawn = [
      first(1, "a", 0, 0),
      first(2, "a", 0, 0),
      first(1 + 2 ** 32, "a", 0, 0),
      first(1, "b", 0, 0),
      first(1, "a/a", 0, 0),
      first(1, "a\0", 0, 0),
      first(1, "a, longer than one block", 0, 0),
      first(1, "a, longer than one blocK", 0, 0),
      first(1, "a", 1, 0),
      first(1, "a", 0, 1),
    ];
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});

describe("uniforms", () => {
  it("lie in [0, 1) and do not depend on how many are drawn", () => {
    fc.assert(
      fc.property(seed, purpose, fc.nat({ max: 40 }), fc.nat({ max: 40 }), (s, path, few, more) => {
        const from = stream(s, path);
        const drawn = uniforms(from, few + more, 3, 4);
        expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
        expect(uniforms(from, few, 3, 4)).toEqual(drawn.subarray(0, few));
      }),
    );
  });

  it("have the moments of the uniform distribution", () => {
    const drawn = uniforms(stream(3, "moments"), 40_000);
    const mean = drawn.reduce((sum, value) => sum + value / drawn.length, 0);
    const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2 / drawn.length, 0);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / drawn.length));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
  });
});

describe("normals", () => {
  it("have the moments of the normal distribution", () => {
    const drawn = normals(stream(3, "moments"), 40_001);
    const moment = (power: number) => drawn.reduce((sum, value) => sum + value ** power / drawn.length, 0);
    expect(drawn).toHaveLength(40_001);
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(drawn.length));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / drawn.length));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / drawn.length));
  });
});

describe("permutation", () => {
  it("holds each index once, the same for the same arguments", () => {
    fc.assert(
      fc.property(seed, fc.nat({ max: 600 }), fc.nat({ max: 9 }), (s, length, epoch) => {
        const order = permutation(stream(s, "order"), length, epoch);
        expect(order.toSorted()).toEqual(Int32Array.from({ length }, (_, index) => index));
        expect(permutation(stream(s, "order"), length, epoch)).toEqual(order);
      }),
    );
  });

  it("gives every order of four equally often", () => {
    const trials = 4800;
    const seen = new Map<string, number>();
    for (let epoch = 0; epoch < trials; epoch++) {
      const order = permutation(stream(5, "order"), 4, epoch).join("");
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    const expected = trials / 24;
    const chiSquare = [...seen.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(seen.size).toBe(24);
    expect(chiSquare).toBeLessThan(49.7); // 99.9 % of the distribution with 23 degrees of freedom
  });
});

describe("derive", () => {
  it("gives safe, different integers", () => {
    fc.assert(
      fc.property(seed, fc.nat(), (s, repeat) => {
        const derived = derive(s, "repeat", repeat);
        expect(Number.isSafeInteger(derived) && derived >= 0).toBe(true);
        expect(derived).toBe(derive(s, "repeat", repeat));
        expect(derived).not.toBe(derive(s, "repeat", repeat + 1));
      }),
    );
  });
});
