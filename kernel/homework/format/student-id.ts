/** What an id may look like, for those who have to give one. */
export const idRule =
  "An id holds letters from A to Z, digits and . - _ @ only, and begins with a letter or digit: s123, or ann@example.org";

/** Names of nbgrader's folders and of the zip are made of it; a plus is what nbgrader's exchange puts between names. */
const allowed = /^[A-Za-z0-9][A-Za-z0-9._@-]*$/;
const mostCharacters = 64;

/** @returns what is wrong with a student id, and what one may look like; undefined if it is right */
export function explainWrongId(id: string): string | undefined {
  if (id === "") return `The student id is missing. ${idRule}`;
  if (id.length > mostCharacters)
    return `The student id has ${id.length} characters, more than ${mostCharacters}. ${idRule}`;
  if (allowed.test(id)) return undefined;
  const strange = new Set(id.replace(/[A-Za-z0-9._@-]/g, ""));
  const found =
    strange.size > 0
      ? `contains ${[...strange].map(nameCharacter).join(", ")}`
      : `begins with "${id[0]}"`;
  return `The student id "${id}" ${found}. ${idRule}`;
}

/** The ids in a text, with commas or semicolons between them; each once. */
export function splitIds(text: string): string[] {
  const ids = text.split(/[,;]/).map((id) => id.trim());
  return [...new Set(ids.filter((id) => id !== ""))];
}

/** @returns what is wrong with a list of ids, which may be empty; undefined if all are right */
export function explainWrongIds(text: string): string | undefined {
  const wrong = splitIds(text).find((id) => explainWrongId(id) !== undefined);
  if (wrong === undefined) return undefined;
  const commas = /\s/.test(wrong) ? ". Between two ids stands a comma" : "";
  return `${explainWrongId(wrong)}${commas}`;
}

/** @returns what is wrong with a name; undefined if it is right */
export function explainWrongName(name: string): string | undefined {
  if (name === "") return "The name is missing";
  if (name.length > 200) return "The name is longer than 200 characters";
  return /\p{Cc}/u.test(name) ? "The name has to be one line" : undefined;
}

const nameCharacter = (character: string): string =>
  character === " " ? "a space" : `"${character}"`;
