import type { Blanks } from "./blanks.ts";
import { isNode, keysOf } from "./walk.ts";

/** A node of TypeScript's tree, of which all that matters is what goes. */
interface TypedNode {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** What means something at run time that JavaScript says differently. */
const lowered =
  /^(TSEnumDeclaration|TSModuleDeclaration|TSParameterProperty|TSExportAssignment|TSImportEqualsDeclaration|AccessorProperty|Decorator|JSX\w+)$/;
const wrappers =
  /^TS(As|Satisfies|NonNull|Instantiation)Expression$|^TSTypeAssertion$/;
const statements =
  /^TS(InterfaceDeclaration|TypeAliasDeclaration|DeclareFunction|NamespaceExportDeclaration)$/;
const members =
  /^TS(Abstract(MethodDefinition|PropertyDefinition|AccessorProperty)|IndexSignature)$/;
/** Statements and members that may do without a semicolon at their end. */
const unended =
  /^(ExpressionStatement|VariableDeclaration|ReturnStatement|ThrowStatement|PropertyDefinition|ExportDefaultDeclaration)$/;

/**
 * Blanks the types of a cell and takes them out of its tree, which is then one of JavaScript.
 * Keeps a list of what is to do instead of calling itself, so that no text is too deep for it.
 */
export class TypeBlanker {
  /** Set when there is more than types: the blanked text is then of no use. */
  needsLowering = false;
  readonly #pending: TypedNode[] = [];
  readonly #unended: TypedNode[] = [];
  readonly #changes: { node: TypedNode; key: string; before: unknown }[] = [];
  /** What stands in the head of a loop, where nothing ends. */
  readonly #heads = new Set<TypedNode>();

  readonly #blanks: Blanks;

  constructor(blanks: Blanks) {
    this.#blanks = blanks;
  }

  strip(program: object): void {
    this.#pending.push(program as TypedNode);
    for (let node = this.#pending.pop(); node; node = this.#pending.pop()) {
      this.#visit(node);
      if (this.needsLowering) return;
    }
    for (const statement of this.#unended) this.#end(statement);
  }

  #visit(node: TypedNode): void {
    this.#words(node);
    if (this.#lacksSemicolon(node)) this.#unended.push(node);
    for (const key of keysOf(node)) {
      const child = node[key];
      if (Array.isArray(child)) {
        const kept = child.flatMap((each: unknown) =>
          isNode(each) ? (this.#keep(each, node, key) ?? []) : [each],
        );
        if (
          kept.length < child.length ||
          kept.some((each, at) => each !== child[at])
        )
          this.#change(node, key, kept);
      } else if (isNode(child)) {
        const kept = this.#keep(child, node, key);
        if (kept !== child) this.#change(node, key, kept ?? null);
      }
    }
  }

  #change(node: TypedNode, key: string, value: unknown): void {
    this.#changes.push({ node, key, before: node[key] });
    node[key] = value;
  }

  /** Makes the tree TypeScript's again. */
  restore(): void {
    for (const { node, key, before } of this.#changes.reverse())
      node[key] = before;
    this.#changes.length = 0;
  }

  #lacksSemicolon(node: TypedNode): boolean {
    return (
      unended.test(node.type) &&
      !this.#heads.has(node) &&
      this.#blanks.source[node.end - 1] !== ";"
    );
  }

  /** A statement whose last words went gets a semicolon in their place, or it would run on into the next line. */
  #end(statement: TypedNode): void {
    const { end } = statement;
    const start = this.#blanks.startOf(end);
    if (start === undefined) return;
    this.#blanks.replace(start, ";");
    let node: TypedNode | undefined = statement;
    while (node) {
      const last = lastIn(node);
      this.#change(node, "end", node === statement ? start + 1 : start);
      node = last;
    }
  }

  /** What is left of a node without its types; undefined when nothing is. */
  #keep(child: object, parent: TypedNode, key: string): TypedNode | undefined {
    let node = child as TypedNode;
    while (wrappers.test(node.type)) node = this.#unwrap(node);
    if (isTypesOnly(node) || isThisParameter(node, key))
      return void this.#drop(node, key);
    if (lowered.test(node.type)) this.needsLowering = true;
    else if (/^TS(?!EmptyBody)/.test(node.type))
      return void this.#dropType(node, parent);
    if (parent.type.startsWith("For") && key !== "body") this.#heads.add(node);
    this.#pending.push(node);
    return node;
  }

  #unwrap(node: TypedNode): TypedNode {
    const expression = node.expression as TypedNode;
    if (node.type === "TSTypeAssertion")
      this.#blankCast(node, node.typeAnnotation as TypedNode);
    else if (node.type === "TSInstantiationExpression")
      this.#dropType(node.typeArguments as TypedNode, node);
    else this.#blanks.blank(this.#blanks.skip(expression.end), node.end);
    return expression;
  }

  /** `<T>x`; the expression may stand in parentheses, which stay. */
  #blankCast({ start }: TypedNode, type: TypedNode): void {
    const end = this.#blanks.skip(type.end) + 1;
    // After `return` a line would end.
    if (this.#blanks.source.slice(start, end).includes("\n"))
      this.needsLowering = true;
    this.#blanks.blank(start, end);
  }

  #drop(node: TypedNode, key: string): void {
    if (key === "specifiers" || key === "params")
      this.#blanks.blank(node.start, this.#pastComma(node.end));
    else this.#blanks.blankStatement(node.start, node.end);
  }

  #pastComma(end: number): number {
    const next = this.#blanks.skip(end);
    return this.#blanks.source[next] === "," ? next + 1 : end;
  }

  #dropType(node: TypedNode, parent: TypedNode): void {
    const { start, end } = node;
    if (node.type === "TSClassImplements")
      // Once for all of them, with the word before.
      return this.#blankImplements(parent, end);
    this.#blanks.blank(start, end);
    if (parent.type === "ArrowFunctionExpression") this.#joinArrow(node);
  }

  #blankImplements(parent: TypedNode, end: number): void {
    const body = (parent.body as TypedNode).start;
    const before = [
      "superTypeArguments",
      "superClass",
      "typeParameters",
      "id",
    ].flatMap((key) => (isNode(parent[key]) ? [parent[key].end] : []));
    const from =
      before[0] ?? this.#blanks.source.indexOf("class", parent.start) + 5;
    const start = this.#blanks.skip(from);
    if (end <= body) this.#blanks.blank(start, end);
  }

  /** No line may end between the parameters of an arrow function and its arrow, nor before them after `return`. */
  #joinArrow({ type, start, end }: TypedNode): void {
    const { source } = this.#blanks;
    if (type === "TSTypeAnnotation") {
      const close = source.lastIndexOf(")", start);
      if (!source.slice(close, end).includes("\n")) return;
      this.#blanks.replace(close, " ");
      this.#blanks.replace(end - 1, ")");
    } else {
      const open = this.#blanks.skip(end);
      if (!source.slice(start, open).includes("\n")) return;
      this.#blanks.replace(start, "(");
      this.#blanks.replace(open, " ");
    }
  }

  /** Words and marks that are no nodes: `private`, `abstract`, `x?`, `x!`. */
  #words(node: TypedNode): void {
    switch (node.type) {
      case "ClassDeclaration":
      case "ClassExpression":
        if (node.abstract) this.#blankWords(node.start, /^abstract$/);
        return;
      case "PropertyDefinition":
      case "MethodDefinition":
        this.#blankWords(
          node.start,
          /^(public|private|protected|readonly|override)$/,
          (node.key as TypedNode).start,
        );
        if (node.optional || node.definite)
          this.#blankMark(this.#pastKey(node));
        return;
      case "VariableDeclarator":
        if (node.definite) this.#blankLast("!", node.id as TypedNode);
        return;
      case "Identifier":
        if (node.optional) this.#blankLast("?", node);
    }
  }

  /** The mark after a name and before its type. */
  #blankLast(mark: string, { end, typeAnnotation }: TypedNode): void {
    const before = isNode(typeAnnotation) ? typeAnnotation.start : end;
    const at = this.#blanks.source.lastIndexOf(mark, before);
    this.#blanks.blank(at, at + 1);
  }

  #pastKey({ key, computed }: TypedNode): number {
    const { end } = key as TypedNode;
    return computed ? this.#blanks.source.indexOf("]", end) + 1 : end;
  }

  #blankMark(from: number): void {
    const at = this.#blanks.skip(from);
    if (/[?!]/.test(this.#blanks.source[at] ?? ""))
      this.#blanks.blank(at, at + 1);
  }

  /** Blanks such words among those that a member begins with. */
  #blankWords(start: number, words: RegExp, end = Infinity): void {
    const word = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*([a-z]+)/y;
    word.lastIndex = start;
    const { source } = this.#blanks;
    for (let found = word.exec(source); found; found = word.exec(source)) {
      const from = word.lastIndex - found[1]!.length;
      if (from >= end || !modifier.test(found[1]!)) return;
      if (words.test(found[1]!)) this.#blanks.blank(from, word.lastIndex);
    }
  }
}

const modifier =
  /^(public|private|protected|readonly|override|abstract|static|async|get|set)$/;

function isTypesOnly(node: TypedNode): boolean {
  if (statements.test(node.type) || members.test(node.type)) return true;
  if (node.declare || node.importKind === "type" || node.exportKind === "type")
    return true;
  switch (node.type) {
    case "TSModuleDeclaration":
      return node.kind === "global";
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return isNode(node.declaration) && isTypesOnly(node.declaration as never);
    case "MethodDefinition":
      return (node.value as TypedNode).type === "TSEmptyBodyFunctionExpression";
    default:
      return false;
  }
}

/** Types alone have such a parameter; elsewhere the word may be a property's name. */
function isThisParameter(node: TypedNode, key: string): boolean {
  return key === "params" && node.type === "Identifier" && node.name === "this";
}

/** The part of a node that ends with it. */
function lastIn(node: TypedNode): TypedNode | undefined {
  return keysOf(node)
    .flatMap((key) => node[key])
    .find(
      (child): child is TypedNode => isNode(child) && child.end === node.end,
    );
}
