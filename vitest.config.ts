import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests of homework that takes all it can get, or has a limit of time: one at a time, when nothing else runs.
const graded = ["grade", "verdict", "without-namespaces", "types-inside"].map(
  (name) => `tests/homework/${name}.test.ts`,
);
// Tests that drive a browser or a server: two at a time, for each wants a core to itself.
const heavy = [
  "tests/e2e/**/*.test.ts",
  "tests/labextension/**/*.test.ts",
  "tests/homework/**/*.test.ts",
];
// Tests of the package, of the reference and of the commands, which read all that a build makes.
const built = [
  "tests/kernel/commands/*.test.ts",
  "tests/kernel/installation/*.test.ts",
  "tests/kernel/homework/*.test.ts",
  "tests/lib/docs.test.ts",
];
// Tests of functions alone, which start nothing and leave nothing behind: their files share a process, whose start takes longer than they do.
const plain = [
  "tests/kernel/display/*.test.ts",
  "tests/kernel/front-end/**/*.test.ts",
  "tests/kernel/homework/{course,files,format,marks,submitting}/*.test.ts",
  "tests/kernel/interpreter/cell/*.test.ts",
  "tests/kernel/server/{protocol,services}/*.test.ts",
  "tests/lib/{border,plots,progress,timing,transfer}/*.test.ts",
];
// Many tests read dist, some by way of a helper: none runs on a dist older than the sources.
// Tests wait for events, never for time; on a loaded machine events take longer. What waits within a test has this limit too.
const patient = (limitMs: number) => ({
  testTimeout: limitMs,
  hookTimeout: limitMs,
  expect: { poll: { timeout: limitMs } },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "plain",
          isolate: false,
          maxWorkers: availableParallelism() + 1,
          ...patient(180_000),
          globalSetup: "tests/support/build-code.ts",
          include: plain,
        },
      },
      {
        test: {
          name: "unit",
          // Vitest leaves one core idle by itself; these tests mostly wait for processes of theirs, so there are more of them.
          maxWorkers: availableParallelism() + 1,
          ...patient(180_000),
          globalSetup: "tests/support/build-code.ts",
          include: ["tests/**/*.test.ts"],
          exclude: [
            ...[...heavy, ...built, ...plain],
            ...["tests/nightly/**", "tests/test262/**"],
          ],
        },
      },
      {
        test: {
          name: "built",
          maxWorkers: availableParallelism() + 1,
          ...patient(180_000),
          globalSetup: "tests/support/build-all.ts",
          include: built,
        },
      },
      {
        test: {
          name: "browser",
          ...patient(240_000),
          globalSetup: "tests/support/build-all.ts",
          include: heavy,
          exclude: graded,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "graded",
          ...patient(240_000),
          globalSetup: "tests/support/build-all.ts",
          include: graded,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
