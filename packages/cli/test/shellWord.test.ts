import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellWord } from "../src/shellWord.ts";

describe("a word of a command line", () => {
  it.each([
    "plain.yaml",
    "sp ace/run.yaml",
    `notes="it's"`,
    "a$b`c\\d",
    "*",
    "",
    "model.width={ int: [2, 8] }",
  ])("%s comes back from a shell", (word) => {
    const { stdout } = spawnSync("sh", ["-c", `printf %s ${shellWord(word)}`], { encoding: "utf8" });
    expect(stdout).toBe(word);
  });
});
