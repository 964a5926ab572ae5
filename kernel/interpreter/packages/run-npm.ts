import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { findNpm } from "./npm-program.ts";

export interface NpmResult {
  ok: boolean;
  /** What npm says when it failed. */
  error: { code?: string; summary?: string };
}

/** No install script runs, nobody is asked anything, and a machine without a network says so within seconds. */
const quietly = [
  ...["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"],
  ...["--loglevel=error", "--json", "--fetch-retries=1"],
  ...["--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=1000"],
];

/**
 * Installs packages into a folder.
 * @param signal ends npm
 * @throws InstallError if there is no npm; what npm itself says is in the result
 */
export async function npmInstall(
  folder: string,
  requests: string[],
  signal?: AbortSignal,
): Promise<NpmResult> {
  const [program, ...before] = findNpm();
  // By way of a link, npm takes the folder for another than the one it works in.
  const place = realpathSync(folder);
  const child = spawn(
    program,
    [...before, "install", ...quietly, "--prefix", place, "--", ...requests],
    {
      cwd: place,
      env: environment(),
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    },
  );
  let printed = "";
  let complaints = "";
  child.stdout.on("data", (chunk) => (printed += String(chunk)));
  child.stderr.on("data", (chunk) => (complaints += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code === 0) return { ok: true, error: {} };
  return { ok: false, error: errorIn(printed) ?? { summary: complaints } };
}

/** A `npm run` that the kernel was started from speaks of another package. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?!config_)|^npm_config_(local_)?prefix$/i.test(name),
    ),
  );
}

function errorIn(printed: string): NpmResult["error"] | undefined {
  try {
    return (JSON.parse(printed) as { error?: NpmResult["error"] }).error;
  } catch {
    // It ended before it could say so in JSON.
    return undefined;
  }
}
