import type { CellReader } from "../../../../kernel/interpreter/reading/cell-reader.ts";
import { CellWork } from "../../../../kernel/interpreter/reading/cell-work.ts";

/** A reader without a thread. */
export function readHere(work = new CellWork()): CellReader {
  return {
    read: async (code) => work.read(code),
    objectCell: async (code) => work.objectCell(code),
    compile: async (request) => work.compile(request),
    expression: async (request) => work.expression(request),
    isCaught: async (...args) => work.isCaught(...args),
    questions: async (request) => work.questions(request),
    declarations: async (...args) => work.declarations(...args),
    usableTypes: async (types) => work.usableTypes(types),
    completeness: async (code) => work.completeness(code),
    modules: async (code) => work.modules(code),
    specifiers: async (code) => work.specifiers(code),
  };
}
