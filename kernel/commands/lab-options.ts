import { UsageError } from "../command.ts";
import { nearest } from "../interpreter/spelling.ts";

/** JupyterLab's options that stand alone: its `LabApp.flags`. */
export const labFlags = [
  ...["allow-root", "autoreload", "collaborative", "core-mode", "custom-css"],
  ...["debug", "dev-mode", "expose-app-in-browser", "extensions-in-dev-mode"],
  ...["generate-config", "no-browser", "no-script", "script", "show-config"],
  ...["show-config-json", "skip-dev-build", "splice-source", "watch", "y"],
];

/** Those that take a value: its `LabApp.aliases`. */
export const labAliases = [
  ...["app-dir", "browser", "certfile", "client-ca", "config", "ip", "keyfile"],
  ...["log-level", "notebook-dir", "port", "port-retries", "pylab", "watch"],
];

/** What every program of Jupyter's answers by itself. */
const everywhere = ["help", "help-all", "h", "version"];

const known = new Set([...labFlags, ...labAliases, ...everywhere]);

/**
 * JupyterLab passes over an option that it does not know and opens on another port than was meant; and it is there to say
 * so only once it is installed. A setting of a class (`--ServerApp.port=1`) is its own affair, and what follows `--`.
 * @throws UsageError for the first option that JupyterLab would not know
 */
export function checkLabOptions(args: string[]): void {
  const end = args.indexOf("--");
  const ours = end < 0 ? args : args.slice(0, end);
  const wrong = ours.find((word) => !isKnown(word));
  if (wrong === undefined) return;
  const [near] = nearest(nameOf(wrong), known);
  const hint =
    near === undefined
      ? 'Its options: "jupyter lab --help".'
      : `Did you mean --${near}?`;
  throw new UsageError(
    `JupyterLab has no option ${wrong.split("=")[0]}. ${hint} To hand it on all the same: romanesco lab -- ${wrong}`,
  );
}

function isKnown(word: string): boolean {
  if (!/^-+[a-z]/i.test(word)) return true;
  const name = nameOf(word);
  return known.has(name) || name.includes(".");
}

const nameOf = (word: string) => word.replace(/^-+/, "").split("=")[0]!;
