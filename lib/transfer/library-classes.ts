type Class = abstract new (...args: never[]) => object;

/** Each bundle of this library has its own copy of this file: they share the table by its name. */
const slot = Symbol.for("romanesco.classes");
const globals = globalThis as { [slot]?: Map<string, Class> };
const classes = (globals[slot] ??= new Map<string, Class>());

/** In a worker: the name of this library's namespace, apart from what a notebook calls it. */
export const libraryName = "$library";

/** Lets instances of an exported class travel, whatever a cell imports: all of it is in fields that are data. */
export function letTravel(name: string, constructor: Class): void {
  classes.set(name, constructor);
}

/** The path by which the other side finds a class of this library. */
export function libraryPath(constructor: unknown): string | undefined {
  for (const [name, each] of classes)
    if (each === constructor) return `${libraryName}.${name}`;
  return undefined;
}

/** The class at such a path; undefined for any other path. */
export function libraryClass(path: string): Class | undefined {
  const [owner, name = ""] = path.split(".");
  return owner === libraryName ? classes.get(name) : undefined;
}
