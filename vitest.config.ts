import { defineConfig } from "vitest/config";

// Tests that drive a browser or a server, and those with hostile homework, go one after the other, after the rest: each wants a core to itself.
const heavy = [
  "tests/e2e/**/*.test.ts",
  "tests/labextension/**/*.test.ts",
  "tests/homework/**/*.test.ts",
];
// Tests that read dist; the others run also while the sources do not compile.
const built = ["tests/kernel/cli/**/*.test.ts"];
const globalSetup = "tests/support/build-once.ts";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Tests wait for events, never for time; on a loaded machine events take longer.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ["tests/**/*.test.ts"],
          exclude: [...heavy, ...built, "tests/nightly/**"],
        },
      },
      {
        test: {
          name: "built",
          include: built,
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          include: heavy,
          globalSetup,
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
