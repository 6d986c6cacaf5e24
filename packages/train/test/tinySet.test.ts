import { permutation, type Slice, stream, uniforms } from "@attune/nn";
import { describe, expect, it } from "vitest";
import { tinySet } from "../src/tinySet.ts";

const slice = (parts: Partial<Slice> & Pick<Slice, "size">): Slice => ({
  inputShape: [2],
  inputs: uniforms(stream(1, "inputs"), parts.size * 2),
  labels: undefined,
  values: undefined,
  targetWidth: 1,
  ...parts,
});

describe("tinySet", () => {
  it("takes classes in turn, so that a rare one is there", () => {
    const labels = new Int32Array(500);
    labels.set([1, 1, 1], 400);
    const tiny = tinySet(slice({ size: 500, labels }), 20, true);
    expect([...tiny.labels!].filter((label) => label === 1)).toHaveLength(3);
    expect(tiny.size).toBe(20);
  });

  it("brings values to mean 0 and deviation 1, in whatever unit they are", () => {
    const order = permutation(stream(2, "order"), 40);
    const values = Float32Array.from(order, (place) => 300_000 + 1000 * place);
    const tiny = tinySet(slice({ size: 40, values }), 20, true);
    const mean = tiny.values!.reduce((sum, value) => sum + value, 0) / 20;
    expect(mean).toBeCloseTo(0, 5);
    expect(tiny.values!.reduce((sum, value) => sum + value ** 2, 0) / 20).toBeCloseTo(1, 5);
    expect(tinySet(slice({ size: 40, values }), 20, false).values).toEqual(values.slice(0, 20));
  });

  it("of equal values takes the mean alone", () => {
    const tiny = tinySet(slice({ size: 30, values: new Float32Array(30).fill(0.1) }), 20, true);
    expect(Math.max(...tiny.values!.map(Math.abs))).toBeLessThan(1e-6);
  });

  it("keeps each target beside its own inputs", () => {
    const labels = Int32Array.from({ length: 10 }, (_, row) => row % 2);
    const inputs = Float32Array.from({ length: 20 }, (_, at) => Math.floor(at / 2));
    const tiny = tinySet(slice({ size: 10, labels, inputs }), 6, true);
    expect(
      [...tiny.labels!].map((label, row) => (tiny.inputs[row * 2]! % 2 === label ? "its own" : "another's")),
    ).toEqual(Array(6).fill("its own"));
  });
});
