/**
 * What a text imports, in each of the ways there are: `from "x"`, `import "x"`, `import("x")`, `require("x")`. Found by
 * looking, not by parsing: one that stands in a comment is watched for nothing, and a text that does not parse has its
 * files too.
 */
export function findSpecifiers(text: string): string[] {
  const found = text.matchAll(
    /\b(?:from|import|require)\s*(?:\(\s*)?(["'`])([^"'`\n]+)\1/g,
  );
  return [...new Set([...found].map(([, , specifier]) => specifier!))];
}

/** Whether it names a file rather than a package. */
export function isLocal(specifier: string): boolean {
  return /^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(specifier);
}
