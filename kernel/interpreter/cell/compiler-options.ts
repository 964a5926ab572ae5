import { parseExpression } from "@babel/parser";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

/** What of a tsconfig.json decides about the code that runs. */
export interface CompilerOptions {
  experimentalDecorators?: boolean;
  emitDecoratorMetadata?: boolean;
  jsx?: string;
  jsxFactory?: string;
  jsxFragmentFactory?: string;
  jsxImportSource?: string;
  strict?: boolean;
  strictNullChecks?: boolean;
}

/** Configs that extend others, and these others. */
const deepest = 10;
let last: { key: string; options: CompilerOptions } | undefined;

/**
 * The options of the tsconfig.json in a folder, and of the configs that it extends.
 * @returns none where there is no such file, or none that can be read: the type checker says what is wrong with it
 */
export function compilerOptions(directory: string): CompilerOptions {
  const path = join(directory, "tsconfig.json");
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return {};
  const key = `${path} ${stat.mtimeMs} ${stat.size}`;
  if (last?.key !== key) last = { key, options: read(path, deepest) };
  return last.options;
}

function read(path: string, depth: number): CompilerOptions {
  if (depth === 0) return {};
  try {
    const config = parse(readFileSync(path, "utf8"));
    const bases = [config["extends"] ?? []].flat() as string[];
    const inherited = bases.map((base) => read(locate(base, path), depth - 1));
    return Object.assign({}, ...inherited, config["compilerOptions"]);
  } catch {
    // The type checker reads the same file, and says so.
    return {};
  }
}

/** A relative path, with or without its ending, or a file in a package. */
function locate(base: string, from: string): string {
  if (!/^\.{0,2}\//.test(base)) {
    const require = createRequire(from);
    try {
      return require.resolve(base);
    } catch {
      return require.resolve(`${base}/tsconfig.json`);
    }
  }
  const path = resolve(dirname(from), base);
  return path.endsWith(".json") ? path : `${path}.json`;
}

/** JSON with comments and commas at the ends, which is JavaScript too. */
function parse(text: string): Record<string, unknown> {
  const tree: unknown = parseExpression(text.replace(/^\uFEFF/, ""));
  return valueOf(tree as Json) as Record<string, unknown>;
}

/** The nodes that JSON has. */
interface Json {
  type: string;
  value?: unknown;
  elements?: Json[];
  properties?: { key: { value?: unknown; name?: string }; value: Json }[];
}

function valueOf({ type, value, elements, properties }: Json): unknown {
  if (type === "ArrayExpression") return elements!.map(valueOf);
  if (type === "ObjectExpression")
    return Object.fromEntries(
      properties!.map((each) => [
        each.key.value ?? each.key.name,
        valueOf(each.value),
      ]),
    );
  return type === "NullLiteral" ? null : value;
}
