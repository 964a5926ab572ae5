import { createRequire } from "node:module";
import type { Message, TransformFailure } from "esbuild";
import { compilerOptions, type CompilerOptions } from "./compiler-options.ts";
import { addDecoratorMetadata } from "./decorator-metadata.ts";
import { type Dialect, tooDeep } from "./parse.ts";
import { CellSyntaxError } from "./syntax-error.ts";

const require = createRequire(import.meta.url);

export interface LowerOptions {
  /** The notebook's folder, whose tsconfig.json says how decorators and JSX are meant. */
  directory?: string;
  /** It is a file, whose imports are used in it or nowhere: those of types alone are dropped, as by TypeScript. */
  whole?: boolean;
}

/**
 * Enums, namespaces, parameter properties, decorators, JSX and `import x = require()` as JavaScript. esbuild is a
 * process of its own, which only few cells need.
 * @throws CellSyntaxError
 */
export function lower(
  source: string,
  dialect: Dialect,
  { directory, whole = false }: LowerOptions,
): { code: string; map: string } {
  const esbuild = require("esbuild") as typeof import("esbuild");
  const options = directory === undefined ? {} : compilerOptions(directory);
  const { experimentalDecorators = false } = options;
  try {
    const input = withMetadata(source, dialect, options);
    const { code, map } = esbuild.transformSync(input, {
      loader: dialect,
      target: "es2022",
      // A pass of ours lowers `using`.
      supported: { "top-level-await": true, using: true },
      sourcemap: true,
      sourcefile: "cell.ts",
      logLevel: "silent",
      tsconfigRaw: {
        compilerOptions: {
          ...jsxOptions(options),
          experimentalDecorators,
          // What a cell imports may be used only in a later one, so none is dropped.
          verbatimModuleSyntax: !whole,
        },
      },
    });
    return { code: withNewNamespaces(code), map };
  } catch (error) {
    const { errors } = error as Partial<TransformFailure>;
    if (errors?.length) throw toSyntaxError(source, errors[0]!);
    // Its process ended: this one was nested too deep for it. The next cell gets a new one.
    void esbuild.stop();
    throw tooDeep(source);
  }
}

/** esbuild knows no types, so that they are written down before it takes them out. */
function withMetadata(
  source: string,
  dialect: Dialect,
  {
    experimentalDecorators,
    emitDecoratorMetadata,
    strict = true,
    strictNullChecks = strict,
  }: CompilerOptions,
): string {
  return experimentalDecorators && emitDecoratorMetadata
    ? addDecoratorMetadata(source, dialect, strictNullChecks)
    : source;
}

/** JSX that is to be kept as it is could not run: it is made with the classic factory. */
function jsxOptions({
  jsx = "react",
  jsxFactory,
  jsxFragmentFactory,
  jsxImportSource,
}: CompilerOptions) {
  const kept = /^(preserve|react-native)$/i.test(jsx);
  return {
    jsx: (kept ? "react" : jsx.toLowerCase()) as "react" | "react-jsx",
    ...(jsxFactory && { jsxFactory }),
    ...(jsxFragmentFactory && { jsxFragmentFactory }),
    ...(jsxImportSource && { jsxImportSource }),
  };
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
  { text, location }: Message,
): CellSyntaxError {
  const { line = 1, column = 0 } = location ?? {};
  const before = source.split("\n").slice(0, line - 1);
  const bytes = Buffer.from(source.split("\n")[line - 1] ?? "");
  // Columns of esbuild count bytes.
  const inLine = bytes.subarray(0, column).toString().length;
  const offset = before.reduce((sum, each) => sum + each.length + 1, inLine);
  return new CellSyntaxError(text, source, offset);
}
