import jsTokens from "js-tokens";
import { noNames, type CellNames } from "./names.ts";

const declaring =
  /^(const|let|var|using|function|class|interface|type|enum|namespace)$/;

/** Names of text that does not parse: good enough to complete and inspect while it is being written. */
export function findLooseNames(code: string): CellNames {
  const names = noNames();
  let offset = 0;
  let before = "";
  for (const { type, value } of jsTokens(code)) {
    if (type === "IdentifierName" && declaring.test(before))
      names.declared.set(value, { kind: "variable", offset });
    else if (type === "IdentifierName" && !/^\??\.$/.test(before))
      names.free.set(value, { written: false });
    offset += value.length;
    if (!/^(WhiteSpace|LineTerminatorSequence|.*Comment)$/.test(type))
      before = value;
  }
  for (const name of names.declared.keys()) names.free.delete(name);
  return names;
}
