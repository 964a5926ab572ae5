import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CommandError } from "../command.ts";
import { findProgram } from "./jupyter-folders.ts";

/** Programs that print as Chromium does, by the names that systems give them. */
const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "msedge",
];
const macApplications = ["Google Chrome", "Chromium", "Microsoft Edge"];

/**
 * The browser at hand: `CHROMIUM`, else one on the PATH, else one of macOS's applications.
 * @throws CommandError if there is none
 */
export function findChromium(): string {
  const named = process.env.CHROMIUM;
  if (named !== undefined && !existsSync(named))
    throw new CommandError(
      `CHROMIUM names ${named}, which is not there. To fix this: set it to the program of Chromium, Chrome or Edge`,
    );
  const found =
    named ??
    names.map((name) => findProgram(name)).find(Boolean) ??
    macApplications
      .map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
      .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new CommandError(
    "a PDF is printed by Chromium, Chrome or Edge, and none is on the PATH. To fix this: install one (sudo apt-get install -y " +
      "chromium), or set CHROMIUM to its program; or export --to html and print that",
  );
}

/** Prints a page of this machine, without a window and without a network. */
export function printPdf(browser: string, page: string, output: string): void {
  const profile = mkdtempSync(join(tmpdir(), "romanesco-chromium-"));
  try {
    const { status, stderr, error } = spawnSync(
      browser,
      [
        ...["--headless", "--disable-gpu", `--user-data-dir=${profile}`],
        ...["--no-first-run", "--disable-background-networking"],
        "--host-resolver-rules=MAP * ~NOTFOUND",
        // Its sandbox does not start for root, who has a container to himself.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        ...[`--print-to-pdf=${output}`, "--no-pdf-header-footer"],
        pathToFileURL(page).href,
      ],
      { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] },
    );
    if (error) throw error;
    if (status !== 0 || !existsSync(output))
      throw new CommandError(
        `${browser} could not print the page:\n${stderr.trim()}`,
      );
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
