import { spawnSync } from "node:child_process";

/** Brings dist up to date before any test reads it; does nothing when it is. */
export function setup(): void {
  const make = ["--no-print-directory", "--silent", "build"];
  // Packages are installed by whoever called us: a changed lock file must not empty node_modules under running tests.
  const { status, error } = spawnSync(
    "make",
    [...make, "--old-file=node_modules/.package-lock.json"],
    { stdio: "inherit" },
  );
  if (status !== 0)
    throw new Error(
      `dist could not be built; the reason stands above. ${error?.message ?? ""}`,
    );
}
