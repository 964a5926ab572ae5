import { defineConfig } from "vitest/config";

// Not for every change: installs front ends from the package index, and takes minutes. `make nightly` runs it.
export default defineConfig({
  test: {
    include: ["tests/nightly/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
