import {
  count,
  describe,
  findSections,
  type IndexedCell,
  readProgress,
} from "./progress.ts";

/** As much of JupyterLab's files as finding the other notebooks of a folder takes. */
export interface Contents {
  get(path: string, options: { content: true }): Promise<Entry>;
}

interface Entry {
  readonly path: string;
  readonly type: string;
  /** Of a folder its entries, of a notebook its JSON. */
  readonly content: unknown;
}

/** Another notebook of the folder, and how far its reader is. */
export interface CourseNotebook {
  path: string;
  title: string;
  /** Nothing, a part or all of its code was run. */
  state: "none" | "some" | "all";
  words: string;
}

/** The notebooks beside this one that keep their progress, in order of their names. */
export async function findCourse(
  contents: Contents,
  path: string,
): Promise<CourseNotebook[]> {
  const folder = path.includes("/") ? path.replace(/\/[^/]*$/, "") : "";
  const { content } = await contents.get(folder, { content: true });
  const others = (content as Entry[])
    .filter((entry) => entry.type === "notebook" && entry.path !== path)
    .map((entry) => entry.path)
    .sort();
  const read = await Promise.all(
    others.map(async (other) => {
      const { content } = await contents.get(other, { content: true });
      return readNotebook(other, content);
    }),
  );
  return read.filter((notebook) => notebook !== undefined);
}

/** @param content the notebook's JSON; @returns undefined if it keeps no progress */
export function readNotebook(
  path: string,
  content: unknown,
): CourseNotebook | undefined {
  const { cells, metadata } = content as NotebookJson;
  const progress = readProgress(metadata.romanesco);
  if (progress === undefined) return undefined;
  const indexed = cells.map(readCell);
  const { ran, all } = count(indexed, progress);
  const [first] = findSections(indexed, progress);
  return {
    path,
    title: first?.title ?? path,
    state: ran === 0 ? "none" : ran < all ? "some" : "all",
    words: describe(indexed, progress),
  };
}

interface NotebookJson {
  readonly metadata: { readonly romanesco?: unknown };
  readonly cells: readonly {
    readonly id?: string;
    readonly cell_type: string;
    readonly source: string | readonly string[];
  }[];
}

function readCell({
  id = "",
  cell_type: type,
  source,
}: NotebookJson["cells"][number]): IndexedCell {
  const text = typeof source === "string" ? source : source.join("");
  return { id, isCode: type === "code", source: text };
}
