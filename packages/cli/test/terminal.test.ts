import { describe, expect, it } from "vitest";
import { alignColumns } from "../src/terminal/alignColumns.ts";
import { cutLine, fitLine, type Line, plainText, span } from "../src/terminal/Line.ts";
import { liveTable } from "../src/terminal/liveTable.ts";
import { paint, wantsColours } from "../src/terminal/paint.ts";
import { virtualTerminal } from "./VirtualTerminal.ts";

const line = (text: string): Line => [span(text)];

describe("a line", () => {
  it("is cut at the width, across its pieces", () => {
    const two = [span("abc", "good"), span("defg")];
    expect([7, 6, 4, 3, 1, 0].map((width) => plainText(cutLine(two, width)))).toEqual([
      "abcdefg",
      "abcde…",
      "abc…",
      "ab…",
      "…",
      "",
    ]);
  });

  it("takes the parts that fit, in their order", () => {
    const parts = [line("first"), line(""), line("a long second part"), line("third")];
    expect([50, 20, 7, 4].map((width) => plainText(fitLine(parts, width)))).toEqual([
      "first  a long second part  third",
      "first  third",
      "first",
      "fir…",
    ]);
  });

  it("has colours only where they are wanted, and says the same without", () => {
    const state = [span("✕ 1 failed", "bad"), span(" of 2")];
    expect(paint(state, true)).toBe("\x1b[31m✕ 1 failed\x1b[0m of 2");
    expect(paint(state, false)).toBe("✕ 1 failed of 2");
    expect(wantsColours({ isTTY: true }, {})).toBe(true);
    expect(wantsColours({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColours({ isTTY: true }, { NO_COLOR: "" })).toBe(true); // no-color.org: "when not an empty string"
    expect(wantsColours({ isTTY: true }, { TERM: "dumb" })).toBe(false);
    expect(wantsColours({}, {})).toBe(false);
  });
});

describe("a table", () => {
  it("aligns its columns, and leaves out those that are empty", () => {
    const columns = [{ title: "run", right: true }, { title: "name" }, { title: "tags" }, { title: "took" }];
    const rows = [
      [span("7"), span("a"), span(""), span("1s")],
      [span("12"), span("long"), span(""), span("20s")],
    ];
    expect(alignColumns(columns, rows).map(plainText)).toEqual([
      "run  name  took",
      "  7  a     1s",
      " 12  long  20s",
    ]);
  });
});

describe("the live table", () => {
  const lines = (mark: string) => [line(`${mark}: ${"x".repeat(30)}`), line(`${mark}: short`), line(mark)];
  const drawn = (mark: string) => `before\n${lines(mark).map(plainText).join("\n")}`;

  it("is drawn over itself and leaves what was there before", () => {
    const terminal = virtualTerminal(40);
    terminal.write("before\n");
    const draw = liveTable(terminal, true);
    draw(lines("one"));
    draw([line("two")]);
    expect(terminal.text()).toBe("before\ntwo");
    draw(lines("three"));
    expect(terminal.text()).toBe(drawn("three"));
  });

  it.each([[39, 35], [20], [7], [100], [10, 90, 12]])("survives a resize to %j columns", (...widths) => {
    const terminal = virtualTerminal(40);
    terminal.write("before\n");
    const draw = liveTable(terminal, false);
    draw(lines("one"));
    for (const width of widths) terminal.resize(width);
    draw([line("a"), line("b")]);
    expect(terminal.text()).toBe("before\na\nb");
  });
});
