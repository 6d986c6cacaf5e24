import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AskRequest,
  active,
  fromUnit,
  type Json,
  type Path,
  parameters,
  parseTemplate,
  probes,
  resolve,
  samplers,
  toUnit,
} from "../src/index.ts";
import { hashRandom } from "./hashRandom.ts";

fc.configureGlobal({ seed: 7 });

/** YAML of every shape, spaces and conditional spaces included. */
const bounds = (values: fc.Arbitrary<number>) =>
  fc.uniqueArray(values, { minLength: 2, maxLength: 2 }).map((pair) => pair.toSorted((a, b) => a - b));
const rates = fc.double({ min: 1e-6, max: 100, noNaN: true });
const numbers = fc.oneof(
  bounds(fc.double({ min: -100, max: 100, noNaN: true })).map((pair) => ({ uniform: pair })),
  bounds(rates).map((pair) => ({ log_uniform: pair })),
  bounds(fc.integer({ min: -50, max: 50 })).map((pair) => ({ int: pair })),
  bounds(fc.integer({ min: 1, max: 500 })).map((pair) => ({ log_int: pair })),
  bounds(fc.integer({ min: 0, max: 20 })).map((pair) => ({ uniform: pair, step: 0.25 })),
);
const { yaml } = fc.letrec<{
  yaml: unknown;
  list: unknown[];
  mapping: Record<string, unknown>;
  choice: unknown;
}>((tie) => ({
  yaml: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>("a", 1, true, null),
    numbers,
    tie("mapping"),
    tie("list"),
    tie("choice"),
  ),
  list: fc.array(tie("yaml"), { maxLength: 3 }),
  mapping: fc.dictionary(fc.constantFrom("a", "b", "c", "x.y"), tie("yaml"), { maxKeys: 3 }),
  choice: fc
    .uniqueArray(tie("yaml"), { minLength: 1, maxLength: 3, selector: (option) => JSON.stringify(option) })
    .map((options) => ({ choice: options })),
}));
/** What differs only in the order of options counts as a duplicate, and nothing else can be wrong with `yaml`. */
const templates = yaml
  .map((value) => parseTemplate(value, []))
  .filter(({ problems }) => problems.length === 0);

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inside, key) => (inside as Record<string | number, unknown>)[key], value); // the path is the value's own
const leaves = (value: Json, path: Path = []): ReadonlyArray<{ path: Path; value: Json }> => {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => leaves(at(value, [key]) as Json, [...path, key])); // parts of a Json are Json
};

/** The contract of a sampler: every row of the catalog keeps it. */
const settled = {
  random: (request: AskRequest) => samplers.random.ask({}, request),
  grid: (request: AskRequest) => samplers.grid.ask({ levels: 3 }, request),
};

it("no sampler is left out", () => expect(Object.keys(settled)).toEqual(Object.keys(samplers)));

describe.each(Object.entries(settled))("sampler %s", (_, ask) => {
  it("gives what counts, inside its space, and the same again for the same arguments", () => {
    fc.assert(
      fc.property(templates, fc.nat(), ({ template }, seed) => {
        const all = parameters(template);
        const assignment = ask({ parameters: all, history: [], number: 0, random: hashRandom(seed) });
        expect(Object.keys(assignment)).toEqual(active(template, assignment));
        expect(ask({ parameters: all, history: [], number: 0, random: hashRandom(seed) })).toEqual(
          assignment,
        );
        for (const { name, space } of all.filter((parameter) => parameter.name in assignment)) {
          const value = assignment[name]!;
          if (space.kind === "choice") {
            expect(space.options.map(({ label }) => label)).toContain(value);
            continue;
          }
          expect(value).toBeGreaterThanOrEqual(space.low);
          expect(value).toBeLessThanOrEqual(space.high);
          if (space.kind.endsWith("int")) expect(Number.isInteger(value)).toBe(true);
        }
      }),
    );
  });

  it("leaves no space after resolve, and every leaf knows its place in the file", () => {
    fc.assert(
      fc.property(yaml, fc.nat(), (value, seed) => {
        const { template, problems } = parseTemplate(value, []);
        fc.pre(problems.length === 0);
        const assignment = ask({
          parameters: parameters(template),
          history: [],
          number: 0,
          random: hashRandom(seed),
        });
        const resolved = resolve(template, assignment);
        expect(parameters(parseTemplate(resolved.value, []).template)).toEqual([]);
        for (const leaf of leaves(resolved.value)) {
          const source = at(value, resolved.origin(leaf.path));
          // a scalar of the file itself, or a drawn number whose origin is its space's bounds
          if (Array.isArray(source))
            expect(leaf.value).toSatisfy((drawn: number) => drawn > source[0] && drawn < source[1]);
          else expect(source).toEqual(leaf.value);
        }
      }),
    );
  });

  it("draws the same whatever the order of the options", () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== "object" || value === null) return value;
      const turned = Object.entries(value).map(([key, inside]) => [key, reversed(inside)] as const);
      return Object.fromEntries(
        turned.map(([key, inside]) => [
          key,
          key === "choice" && Array.isArray(inside) ? inside.toReversed() : inside,
        ]),
      );
    };
    fc.assert(
      fc.property(yaml, fc.nat(), (value, seed) => {
        const [one, other] = [value, reversed(value)].map((yamlValue) => parseTemplate(yamlValue, []));
        fc.pre(one!.problems.length === 0);
        const [names, otherNames] = [one, other].map((parsed) =>
          parameters(parsed!.template)
            .map(({ name }) => name)
            .sort(),
        );
        expect(otherNames).toEqual(names);
        const [drawn, otherDrawn] = [one, other].map((parsed) =>
          ask({ parameters: parameters(parsed!.template), history: [], number: 0, random: hashRandom(seed) }),
        );
        expect(otherDrawn).toEqual(drawn);
        expect(resolve(other!.template, otherDrawn!).value).toEqual(resolve(one!.template, drawn!).value);
      }),
    );
  });
});

describe("probes of any template", () => {
  it("resolve, and reach every bound and option", () => {
    fc.assert(
      fc.property(templates, ({ template }) => {
        const all = probes(template);
        for (const probe of all) expect(() => resolve(template, probe)).not.toThrow();
        for (const { name, space } of parameters(template)) {
          const wanted =
            space.kind === "choice" ? space.options.map(({ label }) => label) : [space.low, space.high];
          for (const value of wanted) expect(all.some((probe) => probe[name] === value)).toBe(true);
        }
      }),
    );
  });
});

describe("distributions", () => {
  const draws = (yamlValue: unknown, n: number) => {
    const all = parameters(parseTemplate({ x: yamlValue }, []).template);
    return Array.from(
      { length: n },
      (_, seed) =>
        samplers.random.ask({}, { parameters: all, history: [], number: 0, random: hashRandom(seed) }).x!,
    );
  };
  const shareOf = (values: ReadonlyArray<unknown>, value: unknown) =>
    values.filter((one) => one === value).length / values.length;

  it("log_uniform has the same share in every decade", () => {
    const values = draws({ log_uniform: [1e-5, 1e-1] }, 8000).map(Number);
    for (const decade of [1e-5, 1e-4, 1e-3, 1e-2]) {
      const share = values.filter((value) => value >= decade && value < decade * 10).length / values.length;
      expect(Math.abs(share - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / 8000));
    }
  });

  it("int reaches its ends as often as the rest", () => {
    const values = draws({ int: [3, 7] }, 8000);
    for (const value of [3, 4, 5, 6, 7])
      expect(Math.abs(shareOf(values, value) - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / 8000));
  });

  it("log_int takes k with the weight of ln((k + ½)/(k − ½)), as Optuna", () => {
    const values = draws({ log_int: [1, 8] }, 8000);
    for (const k of [1, 2, 5, 8]) {
      const share = Math.log((k + 0.5) / (k - 0.5)) / Math.log(8.5 / 0.5);
      expect(Math.abs(shareOf(values, k) - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / 8000));
    }
  });

  it("steps land on the grid, both ends included, without rounding tails", () => {
    expect([...new Set(draws({ uniform: [0, 0.5], step: 0.1 }, 500))].sort()).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5,
    ]);
    expect([...new Set(draws({ int: [1, 8], step: 3 }, 500))].sort()).toEqual([1, 4, 7]);
    const wide = draws({ log_int: [1, 100], step: 33 }, 2000);
    expect([...new Set(wide)].map(Number).sort((a, b) => a - b)).toEqual([1, 34, 67, 100]);
  });

  it("a choice takes its options equally", () => {
    const values = draws({ choice: ["a", "b", "c"] }, 6000);
    for (const label of ["a", "b", "c"])
      expect(Math.abs(shareOf(values, label) - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / 6000));
  });

  it.each([
    [-1e308, 1e308],
    [0, 5e-324],
    [1, 1 + Number.EPSILON],
  ])("hold at the limits of floats, from %d to %d", (low, high) => {
    for (const kind of low > 0 ? (["uniform", "log_uniform"] as const) : (["uniform"] as const)) {
      const space = { kind, low, high };
      for (const unit of [0, 0.5, 1 - 2 ** -53]) {
        expect(fromUnit(space, unit)).toBeGreaterThanOrEqual(low);
        expect(fromUnit(space, unit)).toBeLessThanOrEqual(high);
        expect(toUnit(space, fromUnit(space, unit))).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it("toUnit and fromUnit are inverse", () => {
    fc.assert(
      fc.property(templates, fc.double({ min: 0, max: 1, noNaN: true }), ({ template }, unit) => {
        for (const { space } of parameters(template)) {
          const value = fromUnit(space, unit);
          const back = fromUnit(space, toUnit(space, value));
          if (space.kind === "uniform" || space.kind === "log_uniform")
            expect(Number(back)).toBeCloseTo(Number(value), 9);
          else expect(back).toBe(value);
        }
      }),
    );
  });
});
