import { createRequire } from "node:module";
import type { TransformFailure } from "esbuild";
import type { Dialect } from "./parse.ts";
import type { StripOptions } from "./strip-types.ts";
import { CellSyntaxError } from "./syntax-error.ts";

const require = createRequire(import.meta.url);

/**
 * Enums, namespaces, parameter properties, decorators, JSX and `import x = require()` as JavaScript. esbuild is a
 * process of its own, which only few cells need.
 * @throws CellSyntaxError
 */
export function lower(
  source: string,
  dialect: Dialect,
  { experimentalDecorators = false }: StripOptions,
): { code: string; map: string } {
  const esbuild = require("esbuild") as typeof import("esbuild");
  try {
    const { code, map } = esbuild.transformSync(source, {
      loader: dialect,
      target: "es2022",
      // A pass of ours lowers `using`.
      supported: { "top-level-await": true, using: true },
      sourcemap: true,
      sourcefile: "cell.ts",
      logLevel: "silent",
      tsconfigRaw: {
        // A value import may be used only in a later cell, so none is dropped.
        compilerOptions: { verbatimModuleSyntax: true, experimentalDecorators },
      },
    });
    return { code: withNewNamespaces(code), map };
  } catch (error) {
    throw toSyntaxError(source, error as TransformFailure);
  }
}

/** A namespace declared again starts empty, rather than growing on the earlier cell's: `let` gives it a new value. */
function withNewNamespaces(code: string): string {
  return code.replace(
    /^var ([\p{ID_Continue}$]+);(?=\n\(\([\p{ID_Continue}$]+\) => \{$)/gmu,
    "let $1;",
  );
}

function toSyntaxError(
  source: string,
  failure: TransformFailure,
): CellSyntaxError {
  const [first] = failure.errors ?? [];
  if (!first) throw failure;
  const { line = 1, column = 0 } = first.location ?? {};
  const before = source.split("\n").slice(0, line - 1);
  const text = Buffer.from(source.split("\n")[line - 1] ?? "");
  // Columns of esbuild count bytes.
  const inLine = text.subarray(0, column).toString().length;
  const offset = before.reduce((sum, each) => sum + each.length + 1, inLine);
  return new CellSyntaxError(first.text, source, offset);
}
