import type MagicString from "magic-string";
import type * as ES from "estree";
import type { Place, Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/** What lowered code calls for each block with `using`; see runtime/disposal.ts. */
export const disposalName = "$disposal";

type Using = Node<ES.VariableDeclaration>;

/**
 * Lowers `using` and `await using`, which no Node before 24 knows:
 *
 *     { using a = f(); g(a); }
 *     { const $using1 = $disposal(); try { const a = $using1.add(f()); g(a); }
 *       catch ($error) { $using1.fail($error); } finally { $using1.end(); } }
 *
 * The names it adds are local, so that neither the notebook nor another turn of a loop sees them. No line is added.
 */
export function lowerUsing(cell: Rewriting): void {
  const blocks = new Map<Node | undefined, Using[]>();
  for (const [node, { parent, key }] of cell.places) {
    if (!isUsing(node)) continue;
    if (key === "left") eachTurn(cell, parent as Node<ES.ForOfStatement>, node);
    else if (key === "init") wholeLoop(cell, parent!, node);
    else blocks.set(parent, [...(blocks.get(parent) ?? []), node]);
  }
  for (const [block, declarations] of blocks)
    if (block) wholeBlock(cell, block, declarations);
    else wholeCell(cell, declarations);
}

export function isUsing(node: ES.Node): node is Using {
  return node.type === "VariableDeclaration" && node.kind.endsWith("using");
}

function waits({ kind }: Using): boolean {
  return kind === "await using";
}

/** The same edit in the running code and in what travels to workers. */
function edit(cell: Rewriting, change: (text: MagicString) => void): void {
  change(cell.text);
  change(cell.travelling);
}

/** Lives as long as the cell's own block; the others are numbered. */
const cellStack = "$using";

/** The texts around what disposes at its end. */
function frame(
  cell: Rewriting,
  topLevel: boolean,
  declarations: Using[],
  name = `$using${cell.usings.length + 1}`,
) {
  cell.usings.push(...declarations);
  const end = declarations.some(waits)
    ? `const $end = ${name}.end(); if ($end) await ${topLevel ? "$awaits.guard($end)" : "$end"};`
    : `${name}.end();`;
  return {
    name,
    before: `const ${name} = ${disposalName}(); try { `,
    after: ` } catch ($error) { ${name}.fail($error); } finally { ${end} }`,
  };
}

/** A top-level name is the notebook's: the pass for declarations makes it an assignment of the value. */
export function addTopLevelValues(cell: Rewriting, declaration: Using): void {
  addValues(cell, declaration, cellStack);
}

function wholeCell(cell: Rewriting, declarations: Using[]): void {
  cell.around = frame(cell, true, declarations, cellStack);
}

function wholeBlock(cell: Rewriting, block: Node, declarations: Using[]): void {
  const { topLevel } = cell.places.get(block)!;
  const { name, before, after } = frame(cell, topLevel, declarations);
  const open = cell.tree.source.indexOf("{", block.start) + 1;
  for (const each of declarations) asConstant(cell, each, name);
  edit(cell, (text) => {
    text.prependLeft(open, before);
    text.appendLeft(block.end - 1, after);
  });
}

/** `for (using a = f(); ...)`: once, when the loop ends. */
function wholeLoop(cell: Rewriting, loop: Node, declaration: Using): void {
  const place = cell.places.get(loop)!;
  const { name, before, after } = frame(cell, place.topLevel, [declaration]);
  asConstant(cell, declaration, name);
  const outermost = withLabels(cell, loop, place);
  edit(cell, (text) => {
    text.prependRight(outermost.start, `{ ${before}`);
    text.appendLeft(outermost.end, `${after} }`);
  });
}

/** A label stays with its loop. */
function withLabels(cell: Rewriting, node: Node, { parent }: Place): Node {
  return parent?.type === "LabeledStatement"
    ? withLabels(cell, parent, cell.places.get(parent)!)
    : node;
}

/** `for (using a of list)`: at the end of each turn. */
function eachTurn(
  cell: Rewriting,
  loop: Node<ES.ForOfStatement>,
  declaration: Using,
): void {
  const { topLevel } = cell.places.get(loop)!;
  const { name, before, after } = frame(cell, topLevel, [declaration]);
  const id = declaration.declarations[0]!.id as Node<ES.Identifier>;
  const body = loop.body as Node;
  const [open, close] = adding(declaration, name);
  edit(cell, (text) => {
    text.update(declaration.start, id.end, `const ${name}_item`);
    text.prependRight(
      body.start,
      `{ ${before}const ${id.name} = ${open}${name}_item${close}; `,
    );
    text.appendLeft(body.end, `${after} }`);
  });
}

function asConstant(cell: Rewriting, declaration: Using, stack: string): void {
  const [first] = declaration.declarations;
  edit(cell, (text) => {
    text.update(declaration.start, (first as Node).start, "const ");
  });
  addValues(cell, declaration, stack);
}

function addValues(cell: Rewriting, declaration: Using, stack: string): void {
  const [open, close] = adding(declaration, stack);
  for (const { init } of declaration.declarations)
    edit(cell, (text) => {
      text.prependRight((init as Node).start, open);
      text.appendLeft((init as Node).end, close);
    });
}

function adding(declaration: Using, stack: string): [string, string] {
  return [`${stack}.add(`, waits(declaration) ? ", true)" : ")"];
}
