#!/usr/bin/env node
// Plain JavaScript, so that a Node that cannot load TypeScript still reaches the sentence below.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `attune needs Node 22.19 or newer, and this is Node ${process.versions.node}. ` +
      "The project brings its own: run `npm ci`, then `npx attune …` from the repository's root.\n",
  );
  process.exitCode = 2;
} else {
  const { hookTsx } = await import("@attune/core");
  hookTsx(); // the report's pages are .tsx
  await import("../src/main.ts");
}
