import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Named imports of CommonJS modules in local files. Node links those names alone that it finds by reading the module's text,
 * and TypeScript all that its types have; so the file imports a module of ours that gives it the names it asks for.
 */
export class NamedExports {
  /** Names by the file that imports and how it names the module. */
  readonly #wanted = new Map<string, Map<string, string[]>>();

  /** Takes note of what a file imports, before that is resolved. */
  read(url: string, code: string): void {
    const wanted = new Map<string, string[]>();
    const imports = code.matchAll(
      /\bimport\s+(?:[\w$]+\s*,\s*)?\{([^{}]*)\}\s*from\s*["']([^"'\n]+)["']/g,
    );
    for (const [, clause = "", specifier = ""] of imports)
      wanted.set(specifier, [
        ...(wanted.get(specifier) ?? []),
        ...namesIn(clause),
      ]);
    this.#wanted.set(url, wanted);
  }

  /** The URL of our module in the place of a CommonJS one; undefined where none is needed. */
  wrap(
    found: { url: string; format?: string | null },
    specifier: string,
    parent: string | undefined,
  ): string | undefined {
    const names = this.#wanted.get(parent ?? "")?.get(specifier);
    if (!names?.length || !isCommonJs(found)) return undefined;
    const separator = found.url.includes("?") ? "&" : "?";
    return `${found.url}${separator}${marker}${[...new Set(names)].join(",")}`;
  }

  /** The text of our module; undefined for the URL of any other. */
  source(url: string): string | undefined {
    const at = url.indexOf(marker);
    if (at < 0) return undefined;
    const real = JSON.stringify(url.slice(0, at - 1));
    const names = url.slice(at + marker.length).split(",");
    return [
      `import exported from ${real};`,
      "export default exported;",
      `const { ${names.map((name, n) => `${name}: $${n}`).join(", ")} } = exported ?? {};`,
      `export { ${names.map((name, n) => `$${n} as ${name}`).join(", ")} };`,
    ].join("\n");
  }
}

const marker = "romanesco-names=";

function namesIn(clause: string): string[] {
  return clause
    .split(",")
    .map((each) => each.trim().split(/\s/)[0]!)
    .filter((name) => /^[\w$]+$/.test(name) && name !== "default");
}

/** Where Node does not say what it is before it loads it, its text does. */
function isCommonJs({
  url,
  format,
}: {
  url: string;
  format?: string | null;
}): boolean {
  if (format) return format === "commonjs";
  if (!/^file:[^?]*\.c?js(?:\?|$)/.test(url)) return false;
  const text = readFileSync(fileURLToPath(url.replace(/\?.*$/, "")), "utf8");
  return !/^[ \t]*(?:import|export)\b/m.test(text);
}
