// Runs tests as modules, each in a context of its own: what plain Node makes of them. Needs --experimental-vm-modules.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  createContext,
  Script,
  SourceTextModule,
  SyntheticModule,
} from "node:vm";

const patienceMs = 10_000;
const scripts = new Map();
let unhandled;
process.on("unhandledRejection", (error) => (unhandled ??= { error }));

/** @returns {Script} compiled once for all contexts */
function harness(root, name) {
  if (!scripts.has(name)) {
    const path = join(root, "harness", name);
    scripts.set(name, new Script(readFileSync(path, "utf8")));
  }
  return scripts.get(name);
}

/** The modules of one test by their files: importing itself gives a module the same instance. */
class Modules {
  #byPath = new Map();

  constructor(context) {
    this.context = context;
  }

  add(path, source) {
    const module = path.endsWith(".json")
      ? this.#json(path, source)
      : new SourceTextModule(source, {
          context: this.context,
          identifier: path,
          importModuleDynamically: (specifier) => this.#import(specifier, path),
        });
    this.#byPath.set(path, module);
    return module;
  }

  #json(identifier, source) {
    const value = JSON.parse(source);
    return new SyntheticModule(
      ["default"],
      function () {
        this.setExport("default", value);
      },
      { context: this.context, identifier },
    );
  }

  #find(specifier, from) {
    const path = resolve(dirname(from), specifier);
    return this.#byPath.get(path) ?? this.add(path, readFileSync(path, "utf8"));
  }

  async #import(specifier, from) {
    const module = this.#find(String(specifier), from);
    await this.run(module);
    return module;
  }

  async run(module) {
    if (module.status === "unlinked")
      await module.link((specifier, { identifier }) =>
        this.#find(specifier, identifier),
      );
    await module.evaluate();
  }
}

/** @returns the error that the test ends with */
async function run(root, test) {
  const context = createContext();
  const done = new Promise(
    (settle) => (context.$DONE = (error) => settle(error && { error })),
  );
  try {
    for (const name of test.harness) harness(root, name).runInContext(context);
    const modules = new Modules(context);
    const path = resolve(root, "test/language", test.path);
    await modules.run(modules.add(path, test.source));
    return test.async ? await done : undefined;
  } catch (error) {
    return { error };
  }
}

const nameOf = ({ error }) => error?.constructor?.name ?? String(error);

process.on("message", async (/** @type {any} */ { root, test }) => {
  unhandled = undefined;
  let timer;
  const late = new Promise(
    (settle) => (timer = setTimeout(settle, patienceMs, { error: "late" })),
  );
  const failure = await Promise.race([run(root, test), late]);
  clearTimeout(timer);
  await nextTurn();
  const ended = failure ?? unhandled;
  process.send?.({
    passes: ended ? nameOf(ended) === test.negative : !test.negative,
  });
});
