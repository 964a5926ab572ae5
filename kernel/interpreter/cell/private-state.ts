import type * as ES from "estree";
import type { Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/**
 * Lets instances of a class with private fields travel. The class gets two static methods that read and write the
 * private fields of an instance, and a way to be constructed without running its constructor's code: a constructor
 * called with the revive token returns as soon as the fields exist.
 *
 *     static [Symbol.for("romanesco.readState")](o) { return [o.#a, o.#b] }
 *     static [Symbol.for("romanesco.writeState")](o, v) { [o.#a, o.#b] = v }
 */
export function openPrivateState(
  cell: Rewriting,
  node: Node<ES.ClassDeclaration>,
): void {
  const members = node.body.body.filter(
    (member) =>
      member.type !== "StaticBlock" &&
      !member.static &&
      member.key.type === "PrivateIdentifier",
  );
  if (!members.length) return;
  for (const [offset, text] of insertions(node, members)) {
    cell.text.appendLeft(offset, text);
    cell.travelling.appendLeft(offset, text);
  }
}

const revive = 'globalThis[Symbol.for("romanesco.revive")]';

function* insertions(
  node: Node<ES.ClassDeclaration>,
  members: ES.ClassBody["body"],
): Generator<[offset: number, text: string]> {
  const fields = members.flatMap((member) =>
    member.type === "PropertyDefinition" &&
    member.key.type === "PrivateIdentifier"
      ? [`o.#${member.key.name}`]
      : [],
  );
  const list = fields.join(", ");
  const write = fields.length ? `[${list}] = v;` : "";
  yield [
    (node.body as Node).start + 1,
    ` static [Symbol.for("romanesco.readState")](o) { return [${list}]; }` +
      ` static [Symbol.for("romanesco.writeState")](o, v) { ${write} }`,
  ];
  const constructor = node.body.body.find(
    (member): member is ES.MethodDefinition =>
      member.type === "MethodDefinition" && member.kind === "constructor",
  );
  if (!constructor) return;
  const leave = node.superClass ? `{ super(${revive}); return; }` : "return;";
  yield [
    (constructor.value.body as Node).start + 1,
    ` if (arguments[0] !== undefined && arguments[0] === ${revive}) ${leave}`,
  ];
}
