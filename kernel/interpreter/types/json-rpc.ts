import type { Readable, Writable } from "node:stream";

/** What the other side refused, with the specification's code. */
export class JsonRpcError extends Error {
  override name = "JsonRpcError";
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

interface Message {
  id?: number | string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { code: number; message: string };
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

const headerEnd = Buffer.from("\r\n\r\n");

/**
 * JSON-RPC 2.0 as the language server protocol frames it. Our own, because vscode-jsonrpc takes 13 ms to load and a turn
 * of the event loop to write, and the first cell waits for both.
 */
export class JsonRpc {
  readonly #waiting = new Map<number | string, Waiting>();
  #lastId = 0;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Bytes that the message under way takes, once its header has come. */
  #wantedBytes = 0;

  readonly #output: Writable;
  readonly #answer: (method: string, params: unknown) => unknown;

  /**
   * @param answer the result of a request of the other side
   * @param broken told once of something that is no message; nothing is read after it
   */
  constructor(
    output: Writable,
    input: Readable,
    answer: (method: string, params: unknown) => unknown,
    broken: (error: Error) => void,
  ) {
    this.#output = output;
    this.#answer = answer;

    const read = (chunk: Buffer) => {
      try {
        this.#push(chunk);
      } catch (error) {
        input.off("data", read).resume();
        broken(error as Error);
      }
    };
    input.on("data", read);
  }

  /** Rejects with a JsonRpcError when the other side refuses. Without an answer it stays pending. */
  request<T>(method: string, params?: object): Promise<T> {
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, {
        resolve: resolve as (result: unknown) => void,
        reject,
      });
      this.#write({ id, method, params });
    });
  }

  notify(method: string, params: object): void {
    this.#write({ method, params });
  }

  /** At once, and messages of one turn of the event loop in one piece. */
  #write(message: Message): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    const header = `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    this.#output.cork();
    this.#output.write(header + body);
    process.nextTick(() => this.#output.uncork());
  }

  #push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < this.#wantedBytes) return;
    let bytes = Buffer.concat(this.#chunks);
    for (;;) {
      const start = bytes.indexOf(headerEnd) + headerEnd.length;
      if (start < headerEnd.length) {
        this.#wantedBytes = 0;
        break;
      }
      const end = start + contentLength(bytes.toString("latin1", 0, start));
      this.#wantedBytes = end;
      if (bytes.length < end) break;
      this.#receive(JSON.parse(bytes.toString("utf8", start, end)));
      bytes = bytes.subarray(end);
    }
    this.#chunks = [bytes];
    this.#bytes = bytes.length;
  }

  #receive({ id, method, params, result, error }: Message): void {
    if (id === undefined) return;
    if (method !== undefined)
      return this.#write({ id, result: this.#answer(method, params) ?? null });
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new JsonRpcError(error.code, error.message));
    else waiting?.resolve(result);
  }
}

function contentLength(header: string): number {
  const length = /^Content-Length: *(\d+)/im.exec(header)?.[1];
  if (length === undefined) throw new Error(`no message: ${header}`);
  return Number(length);
}
