/** Every schedule through the same properties, and against published numbers. */
import { type Choice, chosen, oneOf } from "@attune/nn";
import * as Schema from "effect/Schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as optim from "../src/index.ts";
import cases from "./fixtures/schedule.json" with { type: "json" };

fc.configureGlobal({ seed: 7 });

const { schedules } = optim;

const decode = (yaml: unknown): Choice<typeof schedules> => Schema.decodeUnknownSync(oneOf(schedules))(yaml);

/** The rate before update `iteration`, of a schedule as it stands in YAML. */
const rateAt = (yaml: unknown, base: number, iteration: number, iterationsPerEpoch = 1): number => {
  const choice = chosen(schedules, decode(yaml));
  const schedule: optim.Schedule = choice.row;
  const progress = { epoch: iteration / iterationsPerEpoch, iteration, iterationsPerEpoch, epochs: 1000 };
  return schedule.rate(choice.config, base, progress);
};

const share = fc.double({ min: 0.01, max: 1, noNaN: true });
const per = fc.constantFrom("epoch", "iteration");
const settings: Record<keyof typeof schedules, fc.Arbitrary<object>> = {
  constant: fc.constant({}),
  step: fc.record({ size: fc.integer({ min: 1, max: 9 }), factor: share, per }),
  exponential: fc.record({ decay: share, per }),
  inverse_time: fc.record({ decay: fc.double({ min: 1e-3, max: 10, noNaN: true }), per }),
};

describe.each(Object.entries(settings))("%s", (name, config) => {
  it("starts at the base rate, stays above 0 and never rises", () => {
    fc.assert(
      fc.property(
        config,
        fc.double({ min: 1e-6, max: 10, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (yaml, base, perEpoch) => {
          const rates = Array.from({ length: 60 }, (_, iteration) =>
            rateAt({ [name]: yaml }, base, iteration, perEpoch),
          );
          expect(rates[0]).toBe(base);
          for (const [index, rate] of rates.entries()) {
            expect(rate).toBeGreaterThan(0);
            expect(rate).toBeLessThanOrEqual(rates[index - 1] ?? base);
          }
        },
      ),
    );
  });

  it("scales with the base rate", () => {
    fc.assert(
      fc.property(config, fc.nat(100), (yaml, iteration) => {
        const one = rateAt({ [name]: yaml }, 1, iteration, 3);
        expect(rateAt({ [name]: yaml }, 0.25, iteration, 3)).toBeCloseTo(0.25 * one, 12);
      }),
    );
  });

  it("counts whole epochs unless told to count iterations", () => {
    fc.assert(
      fc.property(config, fc.nat(9), (yaml, epoch) => {
        const whole = { [name]: Object.fromEntries(Object.entries(yaml).filter(([key]) => key !== "per")) };
        const start = rateAt(whole, 1, epoch * 7, 7);
        for (const within of [1, 6]) expect(rateAt(whole, 1, epoch * 7 + within, 7)).toBe(start);
        if (name !== "constant") {
          expect(rateAt({ [name]: { ...yaml, per: "iteration" } }, 1, epoch, 7)).toBe(start);
        }
      }),
    );
  });

  it("needs no horizon, is exported by its name, and refuses unknown settings", () => {
    const row = schedules[name as keyof typeof schedules]; // a key of the table
    expect(row.needsHorizon).toBe(false);
    const [, reference] = optim.optimRows({ sgd: { learningRate: 1 } }, { [name]: {} });
    expect(optim).toHaveProperty(reference!.name, row);
    expect(Schema.decodeUnknownExit(row.config, { onExcessProperty: "error" })({ sizes: 1 })._tag).toBe(
      "Failure",
    );
  });
});

it("the table has a row for every schedule of the catalog", () => {
  expect(Object.keys(settings).sort()).toEqual(Object.keys(schedules).sort());
});

interface Params {
  readonly kind: string;
  readonly lr?: number;
  readonly init?: number;
  readonly step_size?: number;
  readonly gamma?: number;
  readonly decay_rate?: number;
  readonly decay_steps?: number;
  readonly transition_steps?: number;
  readonly staircase?: boolean;
}

/** A published case in this package's YAML; a text says why it is not offered. */
const yamlOf = (params: Params): object | string => {
  const length = params.decay_steps ?? params.transition_steps ?? 1;
  switch (params.kind) {
    case "step":
      return { step: { size: params.step_size, factor: params.gamma, per: "iteration" } };
    case "exponential":
      // a rate that falls once every `length` updates is a step; one that falls evenly has the decay's root
      if (params.staircase) return { step: { size: length, factor: params.decay_rate, per: "iteration" } };
      return {
        exponential: { decay: (params.gamma ?? params.decay_rate!) ** (1 / length), per: "iteration" },
      };
    case "1/t":
      return { inverse_time: { decay: params.decay_rate, per: "iteration" } };
    default:
      return `no schedule ${params.kind}`;
  }
};

describe("published cases", () => {
  for (const { id, params, input, expected, tol } of cases) {
    const yaml = yamlOf(params);
    if (typeof yaml === "string") {
      it.skip(`${id} (${yaml})`);
      continue;
    }
    it(id, () => {
      const { lr, init }: Params = params;
      for (const [index, iteration] of input.steps!.entries()) {
        const rate = expected.lr![index]!;
        expect(Math.abs(rateAt(yaml, (lr ?? init)!, iteration) - rate)).toBeLessThanOrEqual(
          tol.f64 * (1 + rate),
        );
      }
    });
  }
});

describe("settings", () => {
  it.each([
    { step: { size: 0 } },
    { step: { size: 1.5 } },
    { exponential: { decay: 1.1 } },
    { exponential: {} },
    { inverse_time: { decay: 0 } },
    "step",
  ])("refuse %j", (yaml) => {
    expect(() => decode(yaml)).toThrow();
  });

  it("take a bare name where all have defaults", () => {
    expect(decode("constant")).toEqual({ constant: {} });
  });
});
