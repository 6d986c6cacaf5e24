import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, smokeFolder } from "./attune.ts";
import { virtualTerminal } from "./VirtualTerminal.ts";

/** Gives a command a terminal of its own (util-linux; the script of other systems takes other flags). */
const script = process.platform === "linux" ? "/usr/bin/script" : "";

const onTerminal = (columns: number, env: Readonly<Record<string, string>>) => {
  const bin = join(root, "packages/cli/bin/attune.js");
  const command = `stty cols ${columns} rows 24; "${process.execPath}" "${bin}" run run.yaml`;
  const { NO_COLOR: _, ...others } = process.env;
  const ended = spawnSync(script, ["-qec", command, "/dev/null"], {
    cwd: smokeFolder(),
    env: { ...others, TERM: "xterm-256color", ...env },
    encoding: "utf8",
  });
  const terminal = virtualTerminal(columns);
  terminal.write(ended.stdout);
  return { code: ended.status, written: ended.stdout, screen: terminal.text().split("\n") };
};

describe.skipIf(!existsSync(script))("on a terminal", () => {
  it.each([80, 140, 24])("the last screen stays readable at %i columns", (columns) => {
    const { code, screen, written } = onTerminal(columns, {});
    expect(code).toBe(0);
    expect(written.split("4/4 steps").length).toBeGreaterThan(1);
    const [bar, counts, ...rest] = screen;
    expect(bar).toMatch(/^█+ 4\/4 steps/);
    expect(counts).toMatch(/^steps ✓ 4 run/);
    // nothing of the table is left between it and the results
    expect(rest[0]).toMatch(/^init +succeeded/);
    expect(screen.filter((line) => line.includes("steps")).length).toBe(2);
    expect(rest.join("")).toContain("report  .attune/reports/smoke-run.html");
    expect(written).toContain("\u001b[32m");
  });

  it("NO_COLOR writes no colours", () => {
    expect(onTerminal(80, { NO_COLOR: "1" }).written).not.toContain("\u001b[32m");
  });
});
