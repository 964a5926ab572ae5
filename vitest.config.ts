import { defineConfig } from "vitest/config";

// Tests that drive a browser or a server go one after the other, after the rest: each wants a core to itself.
const heavy = ["tests/e2e/**/*.test.ts", "tests/labextension/**/*.test.ts"];

export default defineConfig({
  test: {
    globalSetup: "tests/support/build-once.ts",
    cache: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          exclude: heavy,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: heavy,
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
