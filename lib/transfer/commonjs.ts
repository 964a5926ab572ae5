import { statSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";

type Namespace = Record<string, unknown>;

const views = new WeakMap<object, Namespace>();

/**
 * What an import of a CommonJS module sees: its `module.exports`, live, with all its names. Node gives those alone that it
 * finds by reading the module's text, with the values they have as it loads. JSON is seen likewise.
 * @param namespace of `import()`
 * @returns for other modules the namespace itself
 */
export function followExports(
  namespace: Namespace,
  specifier: string,
  require: NodeJS.Require,
): Namespace {
  const { default: exported } = namespace;
  const isObject =
    (typeof exported === "object" && exported !== null) ||
    typeof exported === "function";
  if (!isObject || !isFollowed(namespace, specifier, require)) return namespace;
  let view = views.get(namespace);
  if (!view) views.set(namespace, (view = makeView(namespace, exported)));
  return view;
}

function isFollowed(
  namespace: Namespace,
  specifier: string,
  require: NodeJS.Require,
): boolean {
  if ("module.exports" in namespace || isJson(specifier)) return true;
  try {
    const path = specifier.startsWith("file:")
      ? fileURLToPath(specifier)
      : require.resolve(specifier);
    return require.cache[path]?.exports === namespace.default;
  } catch {
    // A package for imports alone.
    return false;
  }
}

export function isJson(specifier: string): boolean {
  return /\.json(?:\?v=\w+)?$/.test(specifier);
}

/** The exports are behind it, so that names which come later are seen too, at the speed of any property. */
function makeView(namespace: Namespace, exported: object): Namespace {
  const view = Object.create(exported) as Namespace;
  for (const name of Object.keys(namespace).concat(Object.keys(exported)))
    Object.defineProperty(view, name, {
      get: () =>
        name !== "default" && name in exported
          ? (exported as Namespace)[name]
          : namespace[name],
      enumerable: true,
      configurable: true,
    });
  Object.defineProperty(view, Symbol.for("nodejs.util.inspect.custom"), {
    value: () => ({ ...view }),
  });
  return view;
}

/** A `require` that gives a local file anew when it was edited since. */
export function freshRequire(stock: NodeJS.Require): NodeJS.Require {
  const require = (id: string): unknown => {
    forgetEdited(stock);
    try {
      return stock(id);
    } finally {
      forgetEdited(stock);
    }
  };
  return Object.assign(require, stock);
}

const stamps = new Map<string, string>();

/** Forgets local CommonJS files that were edited since they were loaded, and those that had required them. */
export function forgetEdited(require: NodeJS.Require): void {
  const local = Object.keys(require.cache).filter(
    (path) => !path.includes(`${sep}node_modules${sep}`),
  );
  const stale = new Set<string>();
  for (const path of local) {
    const now = stamp(path);
    if ((stamps.get(path) ?? now) !== now) stale.add(path);
    stamps.set(path, now);
  }
  for (let before = -1; before !== stale.size;) {
    before = stale.size;
    for (const path of local)
      if (require.cache[path]?.children.some(({ id }) => stale.has(id)))
        stale.add(path);
  }
  for (const path of stale) delete require.cache[path];
}

function stamp(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : "gone";
}
