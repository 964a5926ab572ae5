import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { API } from "typescript/unstable/async";
import type { ServerProcess } from "./server-process.ts";
import type { TypeServer } from "./type-server.ts";

/** Asks the checker inside the server for types: same process, same documents, another channel. */
export class Checker {
  #api?: Promise<API<true>>;
  /** The process that `api` belongs to. */
  #process?: ServerProcess;

  readonly #server: TypeServer;
  readonly #directory: string;

  constructor(server: TypeServer, directory: string) {
    this.#server = server;
    this.#directory = directory;
  }

  /**
   * Types at places of a document as it stands now, in a form that means the same in that document's folder.
   * @param offsets UTF-16 indices, each at the start of a name
   * @returns one per offset; undefined where there is no type
   */
  async typesAt(
    document: string,
    offsets: number[],
  ): Promise<(string | undefined)[]> {
    const server = await this.#connect();
    // Changes of documents reach the checker only with a request that comes the same way.
    await this.#server.takeIn(document);
    return server.whileRunning(this.#read(document, offsets));
  }

  /** Compiler options as a config file sets them, those of the configs that it extends included. */
  async optionsOf(config: string): Promise<Record<string, unknown>> {
    const server = await this.#connect();
    const parse = async () =>
      (await this.#api!).parseConfigFile(join(this.#directory, config));
    return (await server.whileRunning(parse())).options;
  }

  async #connect(): Promise<ServerProcess> {
    const server = await this.#server.running();
    if (server !== this.#process) {
      this.#process = server;
      this.#api = openApi(server);
      // Whoever awaits it hears of it; when the process ends before, nobody does.
      this.#api.catch(() => {});
    }
    return server;
  }

  async #read(
    document: string,
    offsets: number[],
  ): Promise<(string | undefined)[]> {
    const { NodeBuilderFlags: Flags } = await loadApi();
    const flags =
      Flags.NoTruncation |
      // `typeof K` would say nothing in another module.
      Flags.WriteClassExpressionAsTypeLiteral |
      Flags.AllowUniqueESSymbolType;
    const api = await this.#api;
    const file = join(this.#directory, document);
    const snapshot = await api?.updateSnapshot();
    try {
      const project = await snapshot?.getDefaultProjectForFile(file);
      if (!project) throw new Error(`${document} is in no project`);
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
      await snapshot?.dispose();
    }
  }
}

async function openApi(server: ServerProcess): Promise<API<true>> {
  const { pipe } = await server.request<{ pipe: string }>(
    "custom/initializeAPISession",
    {},
  );
  const { API } = await loadApi();
  const path = server.pathOf(pipe);
  const api = await API.fromLSPConnection({ pipe: path });
  // Connected, it needs no name any more, and the server would leave the file behind.
  await rm(path, { force: true });
  return api;
}

/** Half of the type server's client, which the first cell need not wait for. */
const loadApi = () => import("typescript/unstable/async");
