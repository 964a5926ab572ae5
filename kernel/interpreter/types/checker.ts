import { rm } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { JsonRpc } from "./json-rpc.ts";
import { configName } from "./project.ts";
import type { ServerProcess } from "./server-process.ts";
import type { TypeServer } from "./type-server.ts";

/**
 * Asks the checker inside the server for types: same process, same documents, another channel. The package's own client of that
 * channel is large, waits a turn of the event loop for each message, and leaves rejections behind when the process ends.
 */
export class Checker {
  #session?: Promise<JsonRpc>;
  /** The process that the session belongs to. */
  #process?: ServerProcess;
  /** The number of the last process in which a session is open. */
  #openIn?: number;

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

  /** Whether a question costs no more than its answer. */
  get isOpen(): boolean {
    return this.#openIn !== undefined && this.#openIn === this.#server.pid;
  }

  /** Compiler options as a config file sets them, those of the configs that it extends included. */
  async optionsOf(config: string): Promise<Record<string, unknown>> {
    const server = await this.#connect();
    const file = join(this.#directory, config);
    const parse = async () =>
      (await this.#session!).request<ParsedConfig>("parseConfigFile", { file });
    return (await server.whileRunning(parse())).options;
  }

  async #connect(): Promise<ServerProcess> {
    const server = await this.#server.running();
    if (server !== this.#process) {
      this.#process = server;
      this.#session = openSession(server);
      this.#session.then(
        () => (this.#openIn = server.pid),
        // Whoever awaits it hears of it; when the process ends before, nobody does.
        () => {},
      );
    }
    return server;
  }

  async #read(
    document: string,
    offsets: number[],
  ): Promise<(string | undefined)[]> {
    const session = (await this.#session)!;
    const { snapshot, projects } = await session.request<Snapshot>(
      "updateSnapshot",
      {},
    );
    try {
      const ours = projects.find(({ id }) => id.endsWith(`/${configName}`));
      if (!ours) throw new Error(`${document} is in no project`);
      const project = ours.id;
      const file = join(this.#directory, document);
      const types = await session.request<({ id: number } | null)[]>(
        "getTypesAtPositions",
        { snapshot, project, file, positions: offsets },
      );
      const location = handleOf(project.replace(configName, document));
      return await Promise.all(
        types.map((type) =>
          type
            ? session.request<string>("typeToString", {
                snapshot,
                project,
                type: type.id,
                location,
                flags,
              })
            : undefined,
        ),
      );
    } finally {
      await session.request("release", { snapshot });
    }
  }
}

/** What the server says of its state; a project's id is the path of its config. */
interface Snapshot {
  snapshot: number;
  projects: { id: string }[];
}

interface ParsedConfig {
  options: Record<string, unknown>;
}

/** Bits of the server's NodeBuilderFlags. */
const flags =
  // NoTruncation
  1 |
  // WriteClassExpressionAsTypeLiteral: `typeof K` would say nothing in another module.
  2048 |
  // AllowUniqueESSymbolType
  1_048_576;

/** A whole file as the place in which a type is to be understood: the first node of its tree, and its kind. */
const handleOf = (path: string) => `1.307.${path}`;

async function openSession(server: ServerProcess): Promise<JsonRpc> {
  const { pipe } = await server.request<{ pipe: string }>(
    "custom/initializeAPISession",
    {},
  );
  const path = server.pathOf(pipe);
  const socket = createConnection(path);
  // Its end is the end of the process, which tells whoever waits.
  socket.on("error", () => {});
  const session = new JsonRpc(
    socket,
    socket,
    () => null,
    () => {},
  );
  await session.request("initialize");
  // Connected, it needs no name any more, and the server would leave the file behind.
  await rm(path, { force: true });
  return session;
}
