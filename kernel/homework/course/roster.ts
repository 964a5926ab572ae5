import { readDurations } from "./extension.ts";
import { toFolderName } from "../files/folder-name.ts";
import { type CsvRow, readCsv } from "../files/csv.ts";
import { CommandError } from "../../command.ts";

/** A line of course.csv. */
export interface Member {
  id: string;
  name: string;
  email: string;
  group: string;
  /** Time that is granted beyond the due time, in milliseconds: by assignment, "" for all others. */
  extensions: Map<string, number>;
  /** All columns by their names in lower case: platforms have ids of their own. */
  cells: Record<string, string>;
}

/** Who takes a course. */
export class Roster {
  readonly members: Member[];
  readonly #found = new Map<string, Member | undefined>();

  constructor(members: Member[]) {
    this.members = members;
    for (const member of members)
      for (const key of [toFolderName(member.id), member.email, member.name])
        if (key !== "") this.#note(key, member);
  }

  /** By id or e-mail address, or by a name that only one person has. */
  find(...keys: string[]): Member | undefined {
    for (const key of keys) {
      const found = this.#found.get(simplify(key));
      if (found) return found;
    }
    return undefined;
  }

  /** Two persons of one name are told apart by their ids only. */
  #note(key: string, member: Member): void {
    const known = simplify(key);
    const other = this.#found.get(known);
    const isOthers = this.#found.has(known) && other !== member;
    this.#found.set(known, isOthers ? undefined : member);
  }
}

const simplify = (key: string): string =>
  key.normalize("NFC").trim().toLowerCase().replace(/\s+/g, " ");

/** @throws CommandError if it has no ids, or one twice */
export function readRoster(content: string | Uint8Array, file: string): Roster {
  const [head, ...rows] = readCsv(content, file);
  const columns = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  if (!columns.includes("id"))
    throw new CommandError(
      `${file} has no column "id". Its first line names the columns: id,name,email,group,extension`,
    );
  const members = rows.map((row) => readMember(row, columns, file));
  const ids = members.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined)
    throw new CommandError(`${file} has ${twice} twice. Remove one`);
  return new Roster(members);
}

function readMember(
  { line, cells: given }: CsvRow,
  columns: string[],
  file: string,
): Member {
  const cells = Object.fromEntries(
    columns.map((column, at) => [column, (given[at] ?? "").trim()]),
  ) as Record<string, string>;
  const { id = "", name = "", email = "", group = "", extension = "" } = cells;
  if (id === "") throw new CommandError(`${file}, line ${line} has no id`);
  const extensions = readDurations(extension, `${file}, line ${line}`);
  return { id, name, email, group, extensions, cells };
}
