import { hintForName } from "../habits.ts";
import type { CellDocument } from "./cell-document.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { identifierAt, identifierBefore } from "./identifiers.ts";
import type { Overlay } from "./overlay.ts";
import { offsetAt } from "./positions.ts";

/** A type by its name, and the cell that it comes from. */
const qualified = /import\("__cell:(\d+)(?::end)?"\)\.([\w$]+)/g;
const typeName = /'(?:typeof )?([A-Z][\w$]*)(?:<[^']*>)?'/g;

/**
 * Tells of an error what is behind it: a name of another language, or another cell, which replaced a class or hid a type of
 * the language.
 */
export function addHints(
  found: Diagnostic[],
  cell: CellDocument,
  overlay: Overlay,
): Diagnostic[] {
  return found.map((one) => {
    const hint =
      habitHint(one) ??
      replacedHint(one, cell, overlay) ??
      hiddenHint(one, cell, overlay);
    return {
      ...one,
      message: readable(one.message, overlay),
      related: [...one.related, ...(hint ? [{ message: hint }] : [])],
    };
  });
}

/** A name of another language, which nothing here has. */
function habitHint({ message }: Diagnostic): string | undefined {
  const [, name] = /^Cannot find name '([\w$]+)'\./.exec(message) ?? [];
  return name === undefined ? undefined : hintForName(name);
}

/** Types of cells by their names alone, unless the message speaks of two with one name. */
function readable(message: string, overlay: Overlay): string {
  const all = [...message.matchAll(qualified)];
  const cells = new Set(all.map(([, cell, name]) => `${name} ${cell}`));
  const names = new Set(all.map(([, , name]) => name));
  return message.replace(qualified, (_, cell: string, name: string) =>
    cells.size > names.size
      ? `${name} of ${overlay.label(Number(cell))}`
      : name,
  );
}

function replacedHint(
  one: Diagnostic,
  cell: CellDocument,
  overlay: Overlay,
): string | undefined {
  const thing = thingAt(one, cell, overlay);
  for (const [name, older] of typesIn(one.message, thing?.cell, overlay)) {
    const own = cell.names.declared.has(name);
    const newer = overlay.provider(name)?.cell;
    if (!own && (newer === undefined || newer <= older)) continue;
    const [old, now] = [
      overlay.label(older),
      own ? "this cell" : overlay.label(newer!),
    ];
    return thing && thing.cell >= older && (own || thing.cell < newer!)
      ? `${thing.name} was made by the ${name} of ${old}, which ${now} has replaced: run ${overlay.label(thing.cell)} again, which makes it.`
      : `${name} of ${old} was replaced by that of ${now}: what was made or declared with the old one keeps it until its cell runs again.`;
  }
  return undefined;
}

/** Types that an error speaks of and older cells declare, each with the newest of these that may be meant. */
function typesIn(
  message: string,
  madeIn: number | undefined,
  overlay: Overlay,
): [name: string, cell: number][] {
  const exact = [...message.matchAll(qualified)].map(
    ([, cell, name]): [string, number] => [name!, Number(cell)],
  );
  if (madeIn === undefined) return exact;
  const likely = [...message.matchAll(typeName)].flatMap(
    ([, name]): [string, number][] => {
      const cell = overlay.declaringType(name!, madeIn);
      return cell === undefined ? [] : [[name!, cell]];
    },
  );
  return [...exact, ...likely];
}

/** The variable of an earlier cell that an error is about: at its place, or before the dot there. */
function thingAt(
  { line, column }: Diagnostic,
  { code }: CellDocument,
  overlay: Overlay,
): { name: string; cell: number } | undefined {
  const offset = offsetAt(code, { line: line - 1, character: column });
  const name = objectBefore(code, offset) ?? identifierAt(code, offset)?.text;
  const provider = name === undefined ? undefined : overlay.provider(name);
  return provider && /^(variable|constant)$/.test(provider.kind)
    ? { name: name!, cell: provider.cell }
    : undefined;
}

/** Space between an object and its member; more of it nobody writes. */
const mostSpace = 1000;

/** The name before a dot that stands before a place. */
function objectBefore(code: string, offset: number): string | undefined {
  const from = Math.max(0, offset - mostSpace);
  const before = code.slice(from, offset).trimEnd();
  if (!before.endsWith(".")) return undefined;
  const object = before.slice(0, before.endsWith("?.") ? -2 : -1).trimEnd();
  return object.slice(identifierBefore(object, object.length)) || undefined;
}

function hiddenHint(
  { message }: Diagnostic,
  { names }: CellDocument,
  overlay: Overlay,
): string | undefined {
  const spoken = [...message.matchAll(typeName)].map(([, name]) => name!);
  if (/\[\]'/.test(message)) spoken.push("Array");
  for (const name of spoken) {
    if (!(name in globalThis)) continue;
    const own = names.declared.get(name)?.kind === "interface";
    const provider = overlay.provider(name);
    if (!own && provider?.kind !== "interface") continue;
    const where = own ? "this cell" : overlay.label(provider!.cell);
    return (
      `The interface ${name} of ${where} is another than the global ${name}, and hides it. ` +
      `To add to that one, write declare global { interface ${name} ... }`
    );
  }
  return undefined;
}
