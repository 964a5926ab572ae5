import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { types } from "node:util";
import vm from "node:vm";
import {
  type Attendant,
  setAttendant,
} from "../../../lib/platform/attendant.ts";
import { standStill } from "../../../lib/platform/standstill.ts";
import type { Display } from "../../display/mime-bundle.ts";
import { plainText } from "../../display/plain-text.ts";
import { toMimeBundle } from "../../display/to-mime-bundle.ts";
import { findModulesWith } from "../../display/offers/notebook-modules.ts";
import { findNotebookFile } from "../../../lib/transfer/notebook-file.ts";
import type { CellRunner } from "./cell-runner.ts";
import { holdStill } from "./cut.ts";
import type { Importer } from "./importer.ts";
import { type MagicParts, Magics } from "./magics.ts";
import { cells } from "./realm.ts";

/**
 * Gives compiled cells what they call. They are script-scope constants, so that a cell cannot delete or replace them.
 * @param directory the notebook's folder
 * @param control what the main thread shares with its helper
 */
export function giveCompiledCode(
  directory: string,
  runner: CellRunner,
  importer: Importer,
  parts: MagicParts,
  control: Int32Array,
): void {
  findModulesWith((name) => importer.find(name));
  const magics = new Magics(parts);
  const { stopwatches } = magics;
  const give = vm.runInThisContext(
    "let $mark, $disposal, $romanesco; (parts) => { $mark = parts.mark; $disposal = parts.disposal; $romanesco = parts.romanesco; }",
  ) as (parts: object) => void;
  give({
    mark: cells.mark,
    disposal: cells.disposal,
    romanesco: Object.freeze({
      ...waysToRun(runner, control),
      magic: (word: string, text: string, body?: string) =>
        magics.run(word, text, body),
      time: () => stopwatches.start(),
      timed: () => stopwatches.stop(),
      timeit: (work?: () => unknown) => stopwatches.timeit(work),
      import: cells.asImport((specifier, options) =>
        importer.import(specifier, options),
      ),
      meta: makeMeta(directory, importer),
      assignConstant,
      constants: new Proxy(
        {},
        { set: (_, name) => assignConstant(String(name)) },
      ),
    }),
  });
}

function waysToRun(runner: CellRunner, control: Int32Array) {
  return {
    live: cells.live,
    thrown: (value: unknown) => cells.noteThrown(value),
    notePlace: () => runner.notePlace(),
    show,
    standStill: (on: boolean) => standStill(on, cells.global),
    attend: (attendant?: Attendant) => setAttendant(attendant, cells.global),
    holdStill: (anyway: boolean, ...stopped: number[]) =>
      holdStill(control, runner.noteCut(anyway, stopped)),
  };
}

/** A value as a cell shows it, for a debugger, at once: one that says only later how it looks is shown as text. */
function show(value: unknown): Display {
  const display = toMimeBundle(value);
  return types.isPromise(display)
    ? { data: { "text/plain": plainText(value) }, metadata: {} }
    : display;
}

/** `import.meta` of a cell, as if it were a file in the notebook's folder. */
function makeMeta(directory: string, importer: Importer): object {
  const place = join(directory, "cell");
  return Object.freeze({
    __proto__: null,
    url: pathToFileURL(place).href,
    get filename() {
      return findNotebookFile(directory);
    },
    dirname: directory,
    resolve: (specifier: string) => importer.resolve(specifier),
  });
}

function assignConstant(name: string): never {
  throw new TypeError(`Assignment to constant variable '${name}'.`);
}
