import { join } from "node:path";
import { API, NodeBuilderFlags as Flags } from "typescript/unstable/async";
import type { TypeServer } from "./type-server.ts";

const flags =
  Flags.NoTruncation |
  // `typeof K` would say nothing in another module.
  Flags.WriteClassExpressionAsTypeLiteral |
  Flags.AllowUniqueESSymbolType;

/** Asks the checker inside the server for types: same process, same documents, another channel. */
export class Checker {
  private api?: Promise<API<true>>;
  private generation = -1;

  constructor(
    private readonly server: TypeServer,
    private readonly directory: string,
  ) {}

  /**
   * Types at places of a document as it stands now, in a form that means the same in that document's folder.
   * @param offsets UTF-16 indices, each at the start of a name
   * @returns one per offset; undefined where there is no type
   */
  async typesAt(
    document: string,
    offsets: number[],
  ): Promise<(string | undefined)[]> {
    const api = await this.connect();
    // Changes of documents reach the checker only with a request that comes the same way; this is the cheapest.
    await this.server.request("textDocument/foldingRange", {
      textDocument: { uri: this.server.uri(document) },
    });
    const file = join(this.directory, document);
    const snapshot = await api.updateSnapshot();
    try {
      const project = await snapshot.getDefaultProjectForFile(file);
      if (!project) return offsets.map(() => undefined);
      const { checker, program } = project;
      const [enclosing, types] = await Promise.all([
        program.getSourceFile(file),
        checker.getTypeAtPosition(file, offsets),
      ]);
      return await Promise.all(
        types.map(
          (type) => type && checker.typeToString(type, enclosing, flags),
        ),
      );
    } finally {
      await snapshot.dispose();
    }
  }

  async close(): Promise<void> {
    const api = this.api;
    this.api = undefined;
    await (await api)?.close();
  }

  /** A session belongs to one process of the server. */
  private connect(): Promise<API<true>> {
    if (this.api && this.generation === this.server.generation) return this.api;
    this.api = this.open();
    this.generation = this.server.generation;
    return this.api;
  }

  private async open(): Promise<API<true>> {
    const { pipe } = await this.server.request<{ pipe: string }>(
      "custom/initializeAPISession",
      {},
    );
    return API.fromLSPConnection({ pipe });
  }
}
