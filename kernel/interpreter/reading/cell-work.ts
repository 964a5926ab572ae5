import { Names } from "../cell/names.ts";
import { objectCell } from "../cell/object-cell.ts";
import {
  isOverflow,
  type Parsed,
  parseCell,
  type Program,
  tooDeep,
} from "../cell/parse.ts";
import { CellSyntaxError } from "../cell/syntax-error.ts";
import { findCatching, isCaught } from "../cell/catching.ts";
import { transformExpression } from "../cell/expression.ts";
import { transform } from "../cell/transform.ts";
import { completeness } from "./completeness.ts";
import {
  declarationsOf,
  missingAnnotationsOf,
  type ExecutedCell,
} from "./declarations.ts";
import { findMagics, markMagics } from "../magics/find.ts";
import { blankDirectives, blankTypes } from "./directives.ts";
import { findDroppedCalls } from "./dropped-calls.ts";
import type { Question } from "./missing-annotations.ts";
import { findLooseNames } from "./loose-names.ts";
import { findNames, type CellNames } from "./names.ts";
import { findNodeUses } from "./node-uses.ts";
import { findModules } from "./specifiers.ts";
import { withAdvice } from "./syntax-advice.ts";
import { usableType } from "./type-text.ts";
import type {
  CellReading,
  Compilation,
  CompileRequest,
  DeclarationRequest,
  ExpressionRequest,
  Mistake,
} from "./cell-reader.ts";
import { isDeep } from "./depth.ts";
import { findSpecifiers } from "../../../lib/transfer/specifiers.ts";

/** What is known of a text. */
interface Text {
  parsed: Parsed;
  names?: CellNames;
}

const mostTexts = 3;
/** The tree of a longer one takes megabytes. */
const longest = 20_000;

const isShort = ({ parsed }: Text) => parsed.source.length <= longest;

/** Does what a {@link CellReader} promises, at once. */
export class CellWork {
  /**
   * The last texts, newest last. A cell is read, then compiled, and after its run declared, while the next is read: each need be
   * parsed only once.
   */
  #texts: Text[] = [];
  /** Two cells may be compiled before the host has counted the first. */
  readonly #counts = { modules: 0, functions: 0 };

  read(code: string): CellReading {
    const text = this.#open(code);
    const { program, dialect } = text.parsed;
    return {
      dialect,
      broken: program === undefined,
      deep: isDeep(text.parsed),
      names: program ? namesOf(text, program) : findLooseNames(code),
      specifiers: findSpecifiers(code),
      uses: program ? findNodeUses(program, code) : [],
      dropped: program ? findDroppedCalls(program, code) : [],
      questions: program ? this.questions({ code, missed: [] }) : [],
    };
  }

  objectCell(code: string): string {
    return objectCell(code);
  }

  compile(request: CompileRequest): Compilation | { mistake: Mistake } {
    const text = blankTypes(request.code);
    const magics = findMagics(text);
    const source = markMagics(text, magics);
    const names = this.#names(request);
    const { parsed } = this.#open(source);
    try {
      const cell = transform(source, { ...request, names, magics }, parsed);
      return { cell, counts: names.counts };
    } catch (error) {
      return { mistake: toMistake(error, parsed) };
    } finally {
      parsed.restore?.();
    }
  }

  expression(
    request: ExpressionRequest,
  ): { code: string } | { mistake: Mistake } {
    const source = objectCell(request.code);
    const parsed = parseCell(source);
    try {
      const names = new Names(request.names);
      const code = transformExpression(source, names, request.locals, parsed);
      return { code };
    } catch (error) {
      return { mistake: toMistake(error, parsed) };
    }
  }

  isCaught(code: string, line: number, column: number): boolean {
    const { program } = parseCell(code);
    const lines = code.split("\n").slice(0, line);
    const offset = lines.reduce((sum, { length }) => sum + length + 1, column);
    return program ? isCaught(findCatching(program), offset) : false;
  }

  questions(request: DeclarationRequest): Question[] {
    return missingAnnotationsOf(this.#executed(request)).map(
      ({ question }) => question,
    );
  }

  declarations(
    request: DeclarationRequest,
    types: (string | undefined)[],
    imports: string,
  ): string {
    return declarationsOf(this.#executed(request), types, imports);
  }

  usableTypes(types: (string | undefined)[]): string[] {
    return types.map(usableType);
  }

  completeness(code: string) {
    return completeness(code);
  }

  specifiers(code: string): string[] {
    return findSpecifiers(code);
  }

  modules(code: string): string[] {
    const { program } = this.#open(blankDirectives(code)).parsed;
    return program ? findModules(program) : [];
  }

  #names({ names }: CompileRequest): Names {
    const counts = this.#counts;
    counts.modules = Math.max(counts.modules, names.counts.modules);
    counts.functions = Math.max(counts.functions, names.counts.functions);
    return new Names({ ...names, counts });
  }

  #executed({ code, missed }: DeclarationRequest): ExecutedCell {
    const text = this.#open(code);
    const program = text.parsed.program!;
    const declared = new Map(
      [...namesOf(text, program).declared].filter(
        ([name]) => !missed.includes(name),
      ),
    );
    return { code, program, declared };
  }

  #open(source: string): Text {
    const known = this.#texts.find(({ parsed }) => parsed.source === source);
    const text = known ?? { parsed: parseCell(source) };
    const others = this.#texts.filter((one) => one !== text);
    this.#texts = [...others.filter(isShort).slice(1 - mostTexts), text];
    return text;
  }
}

function namesOf(text: Text, program: Program): CellNames {
  return (text.names ??= findNames(program));
}

/** @throws what is no mistake in the cell */
function toMistake(caught: unknown, { source, dialect }: Parsed): Mistake {
  const error = isOverflow(caught) ? tooDeep(source) : caught;
  if (!(error instanceof CellSyntaxError)) throw error;
  const { message, line, column } = withAdvice(error, source, dialect);
  return { message, line, column };
}
