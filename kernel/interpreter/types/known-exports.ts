import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** A name that a cell may import. */
export interface KnownExport {
  name: string;
  module: string;
}

/** Modules that are no longer used, and such as nobody means who types a name. */
const left =
  "/^_|^(sys|punycode|constants|module|process|console|wasi|domain|trace_events|repl|cluster|querystring)$|inspector|^test|posix$|win32$/";

/** Asked of a process of its own: to load all of Node's modules takes memory for good. */
const program = `
  const { builtinModules } = require("node:module");
  const names = (module) => Object.keys(require("node:" + module)).filter((name) => /^[A-Za-z]\\w*$/.test(name));
  console.log(JSON.stringify(builtinModules.filter((module) => !${left}.test(module)).map((module) => ["node:" + module, names(module)])));
`;

/**
 * What the running Node's modules and `romanesco` export. TypeScript's server offers for import what the program knows
 * already: of these nothing, before the first import of each.
 */
export class KnownExports {
  #all: Promise<KnownExport[]> | undefined;
  readonly #libTypes: string;

  /** @param libTypes declarations that `romanesco` means */
  constructor(libTypes: string) {
    this.#libTypes = libTypes;
  }

  /** Found once, when first asked for; those of Node's modules are missing where they could not be had. */
  all(): Promise<KnownExport[]> {
    return (this.#all ??= this.#find());
  }

  async #find(): Promise<KnownExport[]> {
    const [ofNode, ofLib] = await Promise.all([
      namesOfNode().catch(() => {
        // There was no process to be had; the next who asks may get one.
        this.#all = undefined;
        return [];
      }),
      readFile(this.#libTypes, "utf8").catch(() => ""),
    ]);
    const lib = [...ofLib.matchAll(/^export \{([^}]*)\}/gm)]
      .flatMap(([, list]) => list!.split(","))
      .map((one) => one.trim())
      .filter((one) => /^\w+$/.test(one));
    return [["romanesco", lib] as const, ...ofNode].flatMap(([module, names]) =>
      names.map((name) => ({ name, module })),
    );
  }
}

async function namesOfNode(): Promise<[module: string, names: string[]][]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--no-warnings", "-e", program],
    { env: {}, maxBuffer: 2 ** 24 },
  );
  return JSON.parse(stdout) as [string, string[]][];
}
