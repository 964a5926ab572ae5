import type { TSESTree } from "@typescript-eslint/types";
import type MagicString from "magic-string";
import { AmbientClass } from "./ambient-class.ts";
import { declareParameters } from "./ambient-parameters.ts";
import {
  functionName,
  isPlain,
  overloadedName,
} from "./missing-annotations.ts";
import { telling } from "./telling.ts";

/** Makes a cell's source the text of a .d.ts: bodies and values go, types stay. Those that were missing are in it already. */
export class AmbientCell {
  readonly #code: string;
  readonly #source: MagicString;

  constructor(code: string, source: MagicString) {
    this.#code = code;
    this.#source = source;
  }

  /** @param inside a namespace, whose declarations need no `declare` */
  statements(statements: TSESTree.Statement[], inside = false): void {
    const overloaded = new Set(statements.map(overloadedName));
    for (const each of statements)
      if (overloaded.has(functionName(each) ?? "")) this.#remove(each);
      else this.#statement(each, inside);
  }

  #statement(statement: TSESTree.Statement, inside: boolean): void {
    switch (statement.type) {
      case "ExportNamedDeclaration":
        // Names of patterns are declared anew, on lines of their own.
        if (isPattern(statement.declaration)) this.#remove(statement);
        else if (statement.declaration)
          this.#declaration(statement.declaration, inside);
        return;
      case "ExportDefaultDeclaration":
        return this.#declaration(statement.declaration, true);
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "TSImportEqualsDeclaration":
      case "TSExportAssignment":
      case "TSNamespaceExportDeclaration":
        return;
      default:
        if (/Declaration$|^TSDeclareFunction$/.test(statement.type))
          this.#declaration(statement, inside);
        else this.#remove(statement);
    }
  }

  #declaration(
    node: TSESTree.Statement | TSESTree.ExportDefaultDeclaration["declaration"],
    inside: boolean,
  ): void {
    if ("declare" in node && node.declare) return;
    switch (node.type) {
      case "VariableDeclaration":
        return this.#variables(node, inside);
      case "FunctionDeclaration":
        return this.#function(node, inside);
      case "ClassDeclaration":
        for (const { start, end } of node.decorators)
          this.#source.remove(start, end);
        this.#prefix(startOfClass(node), inside);
        return new AmbientClass(this.#code, this.#source).members(node);
      case "TSEnumDeclaration":
        this.#prefix(node.start, inside);
        for (const member of node.body.members) this.#enumMember(member);
        return;
      case "TSModuleDeclaration":
        this.#prefix(node.start, inside);
        if (!node.body) return;
        this.statements(node.body.body as TSESTree.Statement[], true);
        // What is not exported stays inside.
        this.#source.appendLeft(node.body.end - 1, " export {}; ");
        return;
      case "TSDeclareFunction":
        return this.#prefix(node.start, inside);
    }
  }

  #prefix(at: number, inside: boolean): void {
    if (!inside) this.#source.appendLeft(at, "declare ");
  }

  #remove({ start, end }: TSESTree.Node): void {
    if (end > start) this.#source.remove(start, end);
  }

  #variables(node: TSESTree.VariableDeclaration, inside: boolean): void {
    if (!isPlain(node)) return this.#remove(node);
    this.#prefix(node.start, inside);
    for (const { id, init, end, definite } of node.declarations) {
      if (id.type !== "Identifier") continue;
      if (definite) this.#removeMark("!", id);
      if (end > id.end) this.#source.remove(id.end, end);
      const told = id.typeAnnotation
        ? undefined
        : telling(init, node.kind === "const", this.#code);
      if (told)
        this.#source.appendLeft(
          id.end,
          "literal" in told ? ` = ${told.literal}` : `: ${told.type}`,
        );
    }
    if (!this.#code.slice(node.start, node.end).endsWith(";"))
      this.#source.appendLeft(node.end, ";");
  }

  #removeMark(mark: string, { typeAnnotation }: TSESTree.Identifier): void {
    const at = this.#code.lastIndexOf(mark, typeAnnotation!.start);
    this.#source.remove(at, at + 1);
  }

  #function(node: TSESTree.FunctionDeclaration, inside: boolean): void {
    this.#prefix(node.start, inside);
    // Neither `async` nor `*` is part of a type.
    const nameStart = node.id?.start ?? this.#code.indexOf("(", node.start);
    this.#source.overwrite(node.start, nameStart, "function ", {
      contentOnly: true,
    });
    declareParameters(node.params, this.#source);
    this.#source.remove(node.body.start, node.body.end);
    this.#source.appendLeft(node.end, ";");
  }

  /** A value that only running the cell could tell is any number. */
  #enumMember({ id, initializer }: TSESTree.TSEnumMember): void {
    if (initializer && !isConstant.test(initializer.type))
      this.#source.remove(id.end, initializer.end);
  }
}

const isConstant =
  /^(Literal|UnaryExpression|BinaryExpression|TemplateLiteral|Identifier|MemberExpression)$/;

function isPattern(node: TSESTree.Node | null): boolean {
  return node?.type === "VariableDeclaration" && !isPlain(node);
}

function startOfClass({
  start,
  decorators,
}: TSESTree.ClassDeclaration): number {
  return decorators.at(-1)?.end ?? start;
}
