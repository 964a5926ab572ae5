import type { CellNames, DeclaredName, NameKind } from "./names.ts";

/** Where a name of an executed cell comes from. */
export interface Provider {
  cell: number;
  kind: NameKind;
  /** How it was declared, for functions, classes and types. */
  source?: string;
}

const cellsPerFile = 20;

/**
 * All executed cells as declarations, a `declare module "__cell:N"` each. A new declaration of a name
 * hides the older one from later cells; cells that used the older one keep it, because they name its module.
 *
 * Invariant: every provider's cell, and every cell that one of these mentions, has its body here.
 */
export class Overlay {
  private readonly bodies = new Map<number, string>();
  private readonly providers = new Map<string, Provider>();

  provider(name: string): Provider | undefined {
    return this.providers.get(name);
  }

  names(): Iterable<string> {
    return this.providers.keys();
  }

  /**
   * @param code the cell's source
   * @param body its declarations and an export list, as in a .d.ts
   */
  add(
    cell: number,
    code: string,
    declared: Map<string, DeclaredName>,
    body: string,
  ): void {
    this.bodies.set(cell, body);
    for (const [name, { kind, range }] of declared)
      this.providers.set(name, {
        cell,
        kind,
        source: range && code.slice(...range),
      });
    this.dropUnreachable();
  }

  /**
   * The declarations as virtual files, cut by the cells' numbers: a new cell changes one of them, and the checker keeps
   * what it knows of the others. The file `root` refers to the rest.
   */
  files(root: string): Map<string, string> {
    const files = new Map([[root, ""]]);
    for (const [cell, body] of this.bodies) {
      const name = root.replace(
        ".d.ts",
        `.${Math.floor(cell / cellsPerFile)}.d.ts`,
      );
      const module = `declare module "${moduleOf(cell)}" {\n${body}\n}\n`;
      files.set(name, (files.get(name) ?? "") + module);
    }
    const parts = [...files.keys()].slice(1);
    files.set(
      root,
      parts.map((name) => `/// <reference path="${name}" />\n`).join(""),
    );
    return files;
  }

  /** A cell run a thousand times leaves one module, unless other cells still speak of older ones. */
  private dropUnreachable(): void {
    const reached = new Set<number>();
    const pending = [...this.providers.values()].map(({ cell }) => cell);
    for (const [cell, body] of this.bodies)
      if (augments(body)) pending.push(cell);
    for (let cell = pending.pop(); cell !== undefined; cell = pending.pop()) {
      if (reached.has(cell)) continue;
      reached.add(cell);
      pending.push(...mentions(this.bodies.get(cell) ?? ""));
    }
    for (const cell of this.bodies.keys())
      if (!reached.has(cell)) this.bodies.delete(cell);
  }
}

/** Specifier of the module that holds a cell's declarations. */
export function moduleOf(cell: number): string {
  return `__cell:${cell}`;
}

/** What a cell adds to the global scope or to a package stays, whoever mentions it. */
function augments(body: string): boolean {
  return /^declare (global|module) /m.test(body);
}

function mentions(body: string): number[] {
  return [...body.matchAll(/__cell:(\d+)/g)].map((match) => Number(match[1]));
}

/**
 * The line that makes a cell's free names known: imports from the cells that declare them.
 * @param free names the cell uses; those that no cell declares are left to the global scope
 */
export function importLine(free: CellNames["free"], overlay: Overlay): string {
  const byCell = new Map<number, string[]>();
  const declarations: string[] = [];
  for (const [name, { written }] of free) {
    const provider = overlay.provider(name);
    if (!provider) continue;
    const { cell, kind } = provider;
    // An import cannot be assigned; a declaration can, and its type is checked.
    if (written && (kind === "variable" || kind === "constant"))
      declarations.push(
        `declare ${kind === "constant" ? "const" : "let"} ${name}: typeof import("${moduleOf(cell)}").${name};`,
      );
    else byCell.set(cell, [...(byCell.get(cell) ?? []), name]);
  }
  const imports = [...byCell].map(
    ([cell, names]) =>
      `import { ${names.join(", ")} } from "${moduleOf(cell)}";`,
  );
  return [...imports, ...declarations].join(" ");
}
