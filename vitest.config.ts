import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    // kernels as the optimizing compiler makes them from the first call on: it joins lanes, the baseline does not
    execArgv: ["--no-liftoff"],
    testTimeout: 60_000,
  },
});
