import type {
  EditorAnswer,
  Mark,
  PlaceQuestion,
  Ties,
  ToldCell,
} from "../../../../../kernel/interpreter/editor.ts";
import type { TypesMode } from "../../../../../kernel/interpreter/reading/directives.ts";
import { EditorService } from "../../../../../kernel/interpreter/types/editor/editor-service.ts";
import { KnownExports } from "../../../../../kernel/interpreter/types/known-exports.ts";
import { LanguageService } from "../../../../../kernel/interpreter/types/language-service.ts";
import { TypeServer } from "../../../../../kernel/interpreter/types/type-server.ts";
import { readHere } from "../../reading/read-here.ts";

/** What pages are told of cells, over a TypeScript server of its own. */
export class OpenEditor {
  readonly server: TypeServer;
  readonly service: LanguageService;
  readonly editor: EditorService;
  mode: TypesMode = "error";
  #ran = 0;

  /** @param directory the notebook's folder */
  constructor(directory: string, libTypes = `${directory}/none.d.ts`) {
    const options = { directory, libTypes, timeoutMs: 60_000 };
    const reader = readHere();
    this.server = new TypeServer(options);
    this.service = new LanguageService(options, reader, this.server);
    this.editor = new EditorService({
      server: this.server,
      reader,
      service: this.service,
      exports: new KnownExports(libTypes),
      mode: () => this.mode,
    });
    this.service.start();
  }

  /** A cell has run to its end. */
  async ran(code: string, failed = false): Promise<number> {
    await this.service.commit({ id: ++this.#ran, code }, [], failed);
    return this.#ran;
  }

  /** What ties cells to each other, by the numbers beside them. */
  async ties(codes: string[], counts: (number | undefined)[]): Promise<Ties[]> {
    const cells = codes.map((code, index) => ({ id: `${index}`, code }));
    const told = Object.fromEntries(
      counts.flatMap((count, id) => (count === undefined ? [] : [[id, count]])),
    ) as Record<string, number>;
    const question = { type: "ties", cells, counts: told };
    const { ties = {} } = await this.editor.ask("page", question);
    return cells.map(({ id }) => ties[id]!);
  }

  ask(
    page: string,
    cells: ToldCell[],
    wanted = cells.map(({ id }) => id),
  ): Promise<EditorAnswer> {
    return this.editor.ask(page, { type: "check", cells, wanted });
  }

  /** The marks in each of some cells, in the order of the document. */
  async marks(codes: string[], page = "page"): Promise<Mark[][]> {
    const cells = codes.map((code, index) => ({ id: `${index}`, code }));
    const { marks = {} } = await this.ask(page, cells);
    return cells.map(({ id }) => marks[id]!);
  }

  /** The last of some cells as each fix of its marks would leave it. */
  async fixed(codes: string[]): Promise<string[]> {
    const marks = await this.marks(codes);
    return marks.at(-1)!.flatMap(({ fixes = [] }) =>
      fixes.map(({ title, edits }) => {
        const text = edits
          .toSorted((a, b) => b.from - a.from)
          .reduce(
            (code, edit) =>
              code.slice(0, edit.from) + edit.text + code.slice(edit.to),
            codes.at(-1)!,
          );
        return `${title}: ${text}`;
      }),
    );
  }

  /** The same in short: `0 error TS2322: half` for one in the first cell. */
  async short(codes: string[], page?: string): Promise<string[]> {
    const marks = await this.marks(codes, page);
    return marks.flatMap((all, index) =>
      all.map(
        ({ from, to, severity, code, tag }) =>
          `${index} ${severity} ${code ?? tag}: ${codes[index]!.slice(from, to)}`,
      ),
    );
  }

  /** What is known of the place in some cells that `|` marks. */
  at(type: PlaceQuestion["type"], codes: string[]): Promise<EditorAnswer> {
    return this.editor.ask("page", { type, ...placeIn(codes) });
  }

  /** The cells after the name at the `|` was changed; or why it was not. */
  async renamed(codes: string[], name: string): Promise<string[] | string> {
    const place = placeIn(codes);
    const question = { type: "rename", ...place, name };
    return edited(place.cells, await this.editor.ask("page", question));
  }

  /** The cells after those that are wanted were formatted; or why they were not. */
  async formatted(
    codes: string[],
    wanted = codes.map((_, index) => `${index}`),
  ): Promise<string[] | string> {
    const cells = codes.map((code, index) => ({ id: `${index}`, code }));
    const question = { type: "format", cells, wanted };
    return edited(cells, await this.editor.ask("page", question));
  }

  close(): void {
    this.service.dispose();
  }
}

function edited(
  cells: { id: string; code: string }[],
  { edits, problem }: EditorAnswer,
): string[] | string {
  if (!edits) return String(problem);
  return cells.map(({ id, code }) =>
    edits
      .filter(({ cell }) => cell === id)
      .sort((a, b) => b.from - a.from)
      .reduce(
        (text, { from, to, text: piece }) =>
          text.slice(0, from) + piece + text.slice(to),
        code,
      ),
  );
}

function placeIn(codes: string[]) {
  const index = codes.findIndex((code) => code.includes("|"));
  const cells = codes.map((code, id) => ({
    id: `${id}`,
    code: code.replace("|", ""),
  }));
  return { cells, cell: `${index}`, at: codes[index]!.indexOf("|") };
}
