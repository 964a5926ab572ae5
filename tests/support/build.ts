import { spawnSync } from "node:child_process";

/** Brings a target of the Makefile up to date before any test reads it; does nothing when it is. */
export function build(target: string): void {
  const { status, error } = spawnSync(
    "make",
    [
      ...["--no-print-directory", "--silent", target],
      // Packages are installed by whoever called us: a changed lock file must not empty node_modules under running tests.
      "--old-file=node_modules/.package-lock.json",
    ],
    { stdio: "inherit" },
  );
  if (status !== 0)
    throw new Error(
      `${target} could not be built; the reason stands above. ${error?.message ?? ""}`,
    );
}
