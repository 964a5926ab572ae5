import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { freshRequire } from "./commonjs.ts";
import { findNotebookFile } from "./notebook-file.ts";
import { isLocal } from "./specifiers.ts";
import { noteThrown } from "./thrown.ts";

/** What `import.meta` is called in the source that travels, where code is no module; as long as what it stands for. */
const metaName = "$importMeta";
/** And what notes where a value is thrown. */
const thrownName = "$thrown";

/**
 * What a cell's function finds by name beside the platform's globals, seen from the notebook's folder as in the cell.
 * @param file the script name of the cell
 */
export function makeCellGlobal(name: string, file: string): unknown {
  switch (name) {
    case "require":
      return freshRequire(createRequire(file));
    case "__dirname":
      return dirname(file);
    case metaName:
      return makeMeta(file);
    case thrownName:
      return (value: unknown) => noteThrown(value);
  }
  return undefined;
}

/** As cells see it: that of a module beside the notebook. */
function makeMeta(cell: string): object {
  const directory = dirname(cell);
  const place = join(directory, "cell");
  const { href } = pathToFileURL(place);
  const { resolve } = createRequire(place);
  return Object.freeze({
    url: href,
    filename: findNotebookFile(directory),
    dirname: directory,
    resolve: (specifier: string) =>
      isLocal(specifier)
        ? new URL(specifier, href).href
        : pathToFileURL(resolve(specifier)).href,
  });
}

const shows = "Return the value, and display in the cell what comes back.";
const asks = "Ask in the cell, and pass the answer as an argument.";

/** What belongs to the page or the person, and what to do instead of calling it in a worker. */
const refused: Record<string, string> = {
  display: shows,
  updateDisplay: shows,
  clearOutput: "Clear in the cell, as results come back.",
  jupyter: "Return the data, and send it from the cell.",
  input: asks,
  prompt: asks,
  alert: asks,
  confirm: asks,
};

/** Puts the notebook's globals that a worker cannot have where code of cells and of their files finds them. */
export function refuseNotebookGlobals(): void {
  for (const [name, advice] of Object.entries(refused))
    if (!(name in globalThis))
      Object.defineProperty(globalThis, name, {
        value: refuse(name, advice),
        configurable: true,
        writable: true,
      });
}

/** Its members, as in `display.html`, are refused alike. */
function refuse(name: string, advice: string): object {
  const call = (): never => {
    throw new Error(
      `${name}() works in the notebook alone, and this code runs in a worker. ${advice}`,
    );
  };
  return new Proxy(call, {
    get: (target, key) =>
      typeof key === "string" && !(key in target)
        ? refuse(`${name}.${key}`, advice)
        : Reflect.get(target, key),
  });
}
