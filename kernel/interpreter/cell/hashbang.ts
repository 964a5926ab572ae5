/** A grader may put `# This cell ...` above a cell it restores; in TypeScript that is a comment of ours, just as long. */
export function withoutHashbang(source: string): string {
  return source.replace(/^#[ !]/, "//");
}
