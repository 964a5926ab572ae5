/** The Node that runs cells: this process's own. */
export const runningNode = process.versions.node
  .split(".")
  .slice(0, 2)
  .join(".");

/** What to say of a name that came with a later Node. */
export function needsNode(name: string, since: string | undefined): string {
  return since === undefined
    ? `'${name}' is not in the Node that runs this kernel (${runningNode}).`
    : `'${name}' needs Node ${since} or newer; this kernel runs ${runningNode}.`;
}

/** A part of the language's library that not every supported Node has, as TypeScript divides it. */
interface Part {
  lib: string;
  /** The first Node that has it. */
  since: string;
  /** Whether this Node has it. */
  there: boolean;
  /** The names it brings. */
  names: RegExp;
  /** Types that have these names as members; without it they are global. */
  of?: RegExp;
}

function has(owner: object | undefined, name: string): boolean {
  return owner !== undefined && name in owner;
}
const global = (name: string) =>
  (globalThis as Record<string, unknown>)[name] as object | undefined;

const parts: Part[] = [
  {
    lib: "es2024.object",
    since: "21",
    there: has(Object, "groupBy"),
    names: /^groupBy$/,
    of: /^ObjectConstructor$/,
  },
  {
    lib: "es2024.collection",
    since: "21",
    there: has(Map, "groupBy"),
    names: /^groupBy$/,
    of: /^MapConstructor$/,
  },
  {
    lib: "es2024.promise",
    since: "22",
    there: has(Promise, "withResolvers"),
    names: /^withResolvers$/,
    of: /^PromiseConstructor$/,
  },
  {
    lib: "es2025.collection",
    since: "22",
    there: has(Set.prototype, "union"),
    names:
      /^(union|intersection|difference|symmetricDifference|is(Subset|Superset)Of|isDisjointFrom)$/,
    of: /^(Readonly)?Set</,
  },
  {
    lib: "es2025.iterator",
    since: "22",
    there: global("Iterator") !== undefined,
    names:
      /^(map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find|from|Iterator)$/,
    of: /Iterator|Generator/,
  },
  {
    lib: "es2025.intl",
    since: "23",
    there: has(Intl, "DurationFormat"),
    names: /^DurationFormat$/,
    of: /^typeof Intl$/,
  },
  {
    lib: "es2025.promise",
    since: "23",
    there: has(Promise, "try"),
    names: /^try$/,
    of: /^PromiseConstructor$/,
  },
  {
    lib: "es2025.regexp",
    since: "24",
    there: has(RegExp, "escape"),
    names: /^escape$/,
    of: /^RegExpConstructor$/,
  },
  {
    lib: "esnext.array",
    since: "22",
    there: has(Array, "fromAsync"),
    names: /^fromAsync$/,
    of: /^ArrayConstructor$/,
  },
  {
    lib: "esnext.collection",
    since: "26",
    there: has(Map.prototype, "getOrInsert"),
    names: /^getOrInsert(Computed)?$/,
    of: /^(Weak)?Map</,
  },
  {
    lib: "esnext.error",
    since: "24",
    there: has(Error, "isError"),
    names: /^isError$/,
    of: /^ErrorConstructor$/,
  },
  {
    lib: "esnext.sharedmemory",
    since: "24",
    there: has(Atomics, "pause"),
    names: /^pause$/,
    of: /^Atomics$/,
  },
  {
    lib: "esnext.typedarrays",
    since: "25",
    there: has(Uint8Array.prototype, "toBase64"),
    names: /^((to|from|setFrom)(Base64|Hex))$/,
    of: /^Uint8Array/,
  },
  {
    lib: "esnext.temporal",
    since: "26",
    there: global("Temporal") !== undefined,
    names: /^Temporal$/,
  },
  {
    lib: "esnext.date",
    since: "26",
    there: has(Date.prototype, "toTemporalInstant"),
    names: /^toTemporalInstant$/,
    of: /^Date$/,
  },
];

/** What every supported Node has, or the compiler brings. */
const common = [
  "es2023",
  "es2024.arraybuffer",
  "es2024.regexp",
  "es2024.sharedmemory",
  "es2024.string",
  "es2025.float16",
  "esnext.decorators",
  "esnext.disposable",
  "esnext.intl",
];

/** TypeScript's `lib` for the Node that runs cells. */
export function libraries(): string[] {
  return [
    ...common,
    ...parts.filter(({ there }) => there).map(({ lib }) => lib),
  ];
}

/**
 * The first Node that has what TypeScript did not find in the libraries of this one.
 * @param type what the name should be a member of; undefined for a global name
 */
export function libraryNeeds(name: string, type?: string): string | undefined {
  return parts.find(
    ({ there, names, of }) =>
      !there &&
      names.test(name) &&
      (type === undefined ? !of : of?.test(type) === true),
  )?.since;
}

/** Global names of Node and the language that came one by one. */
const globals: Record<string, string> = {
  navigator: "21",
  Navigator: "21",
  CustomEvent: "19",
  WebSocket: "22",
  CloseEvent: "23",
  URLPattern: "24",
  Float16Array: "24",
  SuppressedError: "24",
  DisposableStack: "24",
  AsyncDisposableStack: "24",
  Storage: "25",
  localStorage: "25",
  sessionStorage: "25",
  ErrorEvent: "25",
  Temporal: "26",
};

/** The first Node with a global name, if it is not an old one. */
export function globalNeeds(name: string): string | undefined {
  return Object.hasOwn(globals, name) ? globals[name] : undefined;
}

/**
 * The first Node with a member of one of its modules, from the documentation above its declaration.
 * @param since such as `v23.8.0, v22.15.0`
 */
export function sinceIn(since: string): string | undefined {
  const versions = [...since.matchAll(/v?(\d{1,4})\.(\d{1,4})/g)]
    .map(([, major, minor]) => [Number(major), Number(minor)] as const)
    .filter((version) => isNewer(version))
    .sort(([a, b], [c, d]) => a - c || b - d);
  const [first] = versions;
  if (!first) return undefined;
  return first[1] === 0 ? `${first[0]}` : first.join(".");
}

function isNewer([major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = runningNode.split(".").map(Number);
  return major > ownMajor || (major === ownMajor && minor > ownMinor);
}
