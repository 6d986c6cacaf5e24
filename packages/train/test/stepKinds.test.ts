/** What core asks of every step kind. */

import type { Json, StepKind } from "@attune/core";
import * as initPackage from "@attune/init";
import * as nnPackage from "@attune/nn";
import * as optimPackage from "@attune/optim";
import * as trainPackage from "@attune/train";
import { stepKinds } from "@attune/train";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { experiment, irisData, irisModel } from "./MemoryContext.ts";

const packages: Readonly<Record<string, object>> = {
  "@attune/init": initPackage,
  "@attune/nn": nnPackage,
  "@attune/optim": optimPackage,
  "@attune/train": trainPackage,
};

const schedule = { inverse_time: { decay: 0.5 } };
const settings: Readonly<Record<keyof typeof stepKinds, Json>> = {
  init: { weights: "xavier_uniform" },
  sanity: {},
  train: { optimizer: { momentum: { learning_rate: 0.1 } }, schedule, epochs: 3 },
  evaluate: {},
};

const strict = { onExcessProperty: "error" } as const;

/** A view of each kind, from settings as they stand in YAML. */
const viewOf = <Config, View extends Json>(
  kind: StepKind<Config, View>,
  given: Json,
  of = experiment(irisData, irisModel(0.5)),
) => {
  const config = Schema.decodeUnknownSync(kind.config, strict)(given);
  const view = kind.view(of, config);
  return { config, view, rows: kind.rows(view) };
};

const cases = [
  ["init", () => viewOf(stepKinds.init, settings.init)],
  ["sanity", () => viewOf(stepKinds.sanity, settings.sanity)],
  ["train", () => viewOf(stepKinds.train, settings.train)],
  ["evaluate", () => viewOf(stepKinds.evaluate, settings.evaluate)],
] as const;

describe.each(cases)("%s", (name, make) => {
  it("is in the catalog under its own name, and its settings go round", () => {
    const { config, view } = make();
    expect(stepKinds[name].name).toBe(name);
    expect(Schema.decodeUnknownSync(Schema.Json)(view)).toEqual(view);
    const encoded = Schema.encodeUnknownSync<Schema.Codec<unknown, unknown>>(stepKinds[name].config)(config);
    expect(
      Schema.decodeUnknownSync<Schema.Codec<unknown, unknown>>(stepKinds[name].config, strict)(encoded),
    ).toEqual(config);
  });

  it("names itself and only rows that exist", () => {
    const { rows } = make();
    for (const row of rows)
      expect(packages[row.package], `${row.package} ${row.name}`).toHaveProperty(row.name);
    expect(rows).toContainEqual({ package: "@attune/train", name: `${name}Step` });
  });

  it("refuses an unknown key", () => {
    const decode = Schema.decodeUnknownSync<Schema.Codec<unknown, unknown>>(stepKinds[name].config, strict);
    expect(() => decode({ ...(settings[name] as object), no_such_key: 1 })).toThrow("no_such_key");
  });
});

it("only evaluate reads the test set, only sanity is a gate, only train is a trajectory", () => {
  const kinds = Object.values(stepKinds);
  expect(kinds.filter(({ readsTest }) => readsTest).map(({ name }) => name)).toEqual(["evaluate"]);
  expect(kinds.filter(({ gate }) => gate).map(({ name }) => name)).toEqual(["sanity"]);
  expect(kinds.filter((kind) => kind.epochs !== undefined).map(({ name }) => name)).toEqual(["train"]);
});

it("sanity brings its own Adam, train names the experiment's optimizer and schedule", () => {
  const names = (rows: ReadonlyArray<{ readonly name: string }>) => rows.map(({ name }) => name);
  expect(names(viewOf(stepKinds.sanity, {}).rows)).toContain("adam");
  const train = names(viewOf(stepKinds.train, settings.train).rows);
  expect(train).toEqual(
    expect.arrayContaining(["momentum", "inverseTime", "dropout", "relu", "crossEntropy"]),
  );
  expect(train).not.toContain("adam");
});
