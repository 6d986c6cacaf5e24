import { describe, expect, it } from "vitest";
import { makeMemo } from "../src/runStep.ts";

describe("a worker's memo", () => {
  it("keeps what is in use, and lets go of what is not", async () => {
    const memo = makeMemo();
    const made: Array<string> = [];
    const use = (key: string) =>
      memo(key, async () => {
        made.push(key);
        return key;
      });
    for (let i = 0; i < 20; i++) {
      expect(await use("engine")).toBe("engine");
      await use(`slices ${i}`);
    }
    expect(made.filter((key) => key === "engine")).toHaveLength(1);
    await use("slices 19");
    await use("slices 0");
    expect(made.filter((key) => key === "slices 19")).toHaveLength(1);
    expect(made.filter((key) => key === "slices 0")).toHaveLength(2);
  });

  it("tries again what failed", async () => {
    const memo = makeMemo();
    await expect(memo("data", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await memo("data", async () => 3)).toBe(3);
  });
});
