/** What `npm:NAME@RANGE/SUBPATH` means. https://docs.deno.com/runtime/fundamentals/node/#using-npm-packages */
export interface NpmSpecifier {
  /** As it was written. */
  text: string;
  name: string;
  /** `8`, `^1.2.0`, a tag such as `next`; empty for the newest. */
  range: string;
  /** What of the package: `.`, `./server`. */
  subpath: string;
}

const shape =
  /^npm:\/?(?<name>(?:@[a-z\d~-][\w.~-]*\/)?[a-z\d~-][\w.~-]*)(?:@(?<range>[\w.^~<>=|*+ -]+))?(?<rest>\/.*)?$/i;

export function isNpm(specifier: string): boolean {
  return specifier.startsWith("npm:");
}

/** @returns undefined for what names no package */
export function parseNpm(text: string): NpmSpecifier | undefined {
  const groups = shape.exec(text)?.groups;
  if (!groups) return undefined;
  const { name = "", range = "", rest = "" } = groups;
  const subpath = rest === "" || rest === "/" ? "." : `.${rest}`;
  return { text, name, range: range.trim(), subpath };
}

/** As npm takes it: `arquero@8`. */
export function requestOf({ name, range }: NpmSpecifier): string {
  return range === "" ? name : `${name}@${range}`;
}
