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
  const { enableCompileCache, findPackageJSON } = await import("node:module");
  const { dirname, join } = await import("node:path");
  // A start without it compiles a thousand modules, which takes half of it. Workers inherit the variable.
  const effect = dirname(findPackageJSON("effect", import.meta.url));
  process.env.NODE_COMPILE_CACHE ??= join(dirname(effect), ".cache", "attune");
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
  const { startFromImage } = await import("../src/image/startFromImage.ts");
  startFromImage(); // where there is one, nothing below is reached
  const { hookTsx } = await import("@attune/core");
  hookTsx(); // the report's pages are .tsx
  const { main } = await import("../src/main.ts");
  main();
}
