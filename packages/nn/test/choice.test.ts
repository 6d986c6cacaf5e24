import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Schema from "effect/Schema";
import { describe, expect, it } from "vitest";
import { chosen, noSettings, oneOf } from "../src/index.ts";

const rows = {
  dense: { config: Schema.Struct({ units: Schema.Int }) },
  step: {
    config: Schema.Struct({ decay: Schema.Finite.pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.5))) }),
  },
  constant: { config: noSettings },
};
const schema = oneOf(rows);
const decode = Schema.decodeUnknownSync(schema, { errors: "all", onExcessProperty: "error" });
const message = (value: unknown): string => {
  const exit = Schema.decodeUnknownExit(schema, { errors: "all", onExcessProperty: "error" })(value);
  return Exit.isFailure(exit) ? String(exit.cause) : "decoded";
};

describe("oneOf", () => {
  it.each([
    [{ dense: { units: 3 } }, { dense: { units: 3 } }],
    [{ step: {} }, { step: { decay: 0.5 } }],
    ["step", { step: { decay: 0.5 } }],
    ["constant", { constant: {} }],
  ])("%j becomes %j, and back", (written, decoded) => {
    expect(decode(written)).toEqual(decoded);
    expect(decode(Schema.encodeUnknownSync(schema)(decode(written)))).toEqual(decoded);
  });

  it.each([
    ["dense", '"step" | "constant"'],
    ["stepp", '"step" | "constant"'],
    [{ densee: { units: 3 } }, 'at ["densee"]'],
    [{ dense: { unit: 3 } }, 'at ["dense"]["unit"]'],
    [{ dense: { units: 1.5 } }, 'at ["dense"]["units"]'],
    [{ constant: { value: 1 } }, 'at ["constant"]["value"]'],
    [{ dense: { units: 3 }, step: {} }, "received 2 keys"],
  ])("%j is refused", (written, part) => {
    expect(message(written)).toContain(part);
  });
});

describe("chosen", () => {
  it("gives name, row and settings", () => {
    const { name, row, config } = chosen(rows, decode({ dense: { units: 3 } }));
    expect([name, row, config]).toEqual(["dense", rows.dense, { units: 3 }]);
  });
});
