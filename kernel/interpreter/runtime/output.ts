import { Console } from "node:console";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { format, inspect, types } from "node:util";
import type { MimeBundle } from "../../display/mime-bundle.ts";
import { consoleTable } from "../../display/html-table.ts";
import { FrameKind } from "../wire/frames.ts";
import type { Asides } from "./asides.ts";
import { cells } from "./realm.ts";
import { writeToStreams } from "./descriptors.ts";
import type { RingWriter } from "./ring.ts";
import { tellWarnings } from "./warnings.ts";
import { actAsTerminal, LineScreen } from "./terminal.ts";

/** Where the cells' console and process.stdout go: the ring, in order with results, under the number of a cell. */
export class Output {
  #endGroups = () => {};

  readonly #ring: RingWriter;
  readonly #currentCell: () => number;
  readonly #show: (data: MimeBundle) => void;
  readonly #clear: () => void;
  readonly #asides: Pick<Asides, "outputOf">;

  constructor(
    ring: RingWriter,
    currentCell: () => number,
    show: (data: MimeBundle) => void,
    clear: () => void,
    asides: Pick<Asides, "outputOf">,
  ) {
    this.#ring = ring;
    this.#currentCell = currentCell;
    this.#show = show;
    this.#clear = clear;
    this.#asides = asides;
  }

  write(
    name: "stdout" | "stderr",
    text: string,
    cell = this.#currentCell(),
  ): void {
    const aside = this.#asides.outputOf(cell);
    if (aside) aside.stream(name, text);
    else this.#ring.writeText(FrameKind[name], cell, text);
  }

  /** A cell that failed has left its groups open: those after it are not part of them. */
  endGroups(): void {
    this.#endGroups();
  }

  /** Replaces `console` and the two streams of `process`. */
  install(): void {
    const stdout = new CellStream((text) => this.write("stdout", text), 1);
    const stderr = new CellStream((text) => this.write("stderr", text), 2);
    // A grader takes all stderr of a test for its failure; what Node warns of is none, here and in processes below.
    const graded = Boolean(process.env.NBGRADER_EXECUTION);
    tellWarnings((line) => this.write(graded ? "stdout" : "stderr", line));
    if (graded) process.env.NODE_NO_WARNINGS = "1";
    else actAsTerminal([stdout, stderr]);
    Object.defineProperty(process, "stdout", {
      value: stdout,
      configurable: true,
    });
    Object.defineProperty(process, "stderr", {
      value: stderr,
      configurable: true,
    });
    writeToStreams(stdout, stderr);

    // table, group, count, time, assert and dir are Node's own, on our streams.
    const console = new Console({ stdout, stderr, colorMode: false });
    // The stock console costs about 15 us a line; these few carry most lines and cost a fifth of that.
    const { isIndented, endAll } = watchGroups(console);
    this.#endGroups = endAll;
    for (const [method, name] of [
      ["log", "stdout"],
      ["info", "stdout"],
      ["debug", "stdout"],
      ["warn", "stderr"],
      ["error", "stderr"],
    ] as const) {
      const stock = console[method];
      const stream = name === "stdout" ? stdout : stderr;
      const { write } = stream;
      console[method] = (...values: unknown[]) => {
        // Whoever replaced the stream's write, to capture what is printed, sees what the console prints.
        if (isIndented() || stream.write !== write)
          return stock.apply(console, values);
        this.write(name, `${formatLine(values)}\n`);
      };
    }
    const stockTable = console.table;
    console.table = (data: unknown, columns?: string[]) => {
      try {
        const html = consoleTable(data, columns);
        if (html === undefined) return stockTable.call(console, data, columns);
        this.#show({
          "text/html": html,
          "text/plain": drawTable(data, columns),
        });
      } catch {
        // A table reads the fields, and a getter may throw; a line shows getters as such.
        console.log(data);
      }
    };
    console.clear = () => this.#clear();
    for (const key of Object.keys(console) as (keyof Console)[])
      (cells.global.console as unknown as Record<string, unknown>)[key] =
        console[key];
  }
}

/** `util.format`, with a short way for lines of plain words and numbers, which are most lines. */
function formatLine(values: unknown[]): string {
  const [first] = values;
  if (
    typeof first === "string" &&
    (values.length === 1 || !first.includes("%"))
  ) {
    let line = first;
    for (let index = 1; index < values.length; index++) {
      const value = values[index];
      if (typeof value === "string") line += ` ${value}`;
      // Of numbers only negative zero reads otherwise.
      else if (typeof value === "number" && value !== 0) line += ` ${value}`;
      else return format(...values);
    }
    return line;
  }
  return format(...values);
}

/** The groups of `console.group` that are open; Node's console keeps them where it likes. */
function watchGroups(console: Console) {
  let depth = 0;
  const { group, groupEnd } = console;
  console.group = console.groupCollapsed = (...label: unknown[]) => {
    group.apply(console, label);
    depth++;
  };
  console.groupEnd = () => {
    groupEnd.call(console);
    if (depth > 0) depth--;
  };
  const endAll = () => {
    while (depth > 0) console.groupEnd();
  };
  return { isIndented: () => depth > 0, endAll };
}

/** The characters that the stock `console.table` draws. */
function drawTable(data: unknown, columns?: string[]): string {
  let text = "";
  const stdout = new CellStream((part) => (text += part), 1);
  new Console({ stdout }).table(data, columns);
  return text.trimEnd();
}

type Callback = (error?: Error | null) => void;

class CellStream extends Writable {
  /** A character may be cut between two chunks of bytes, of a file or a child's output. */
  readonly #decoder = new StringDecoder("utf8");
  readonly #screen = new LineScreen();

  readonly #writeText: (text: string) => void;

  constructor(
    writeText: (text: string) => void,
    readonly fd: number,
  ) {
    super({ decodeStrings: false, autoDestroy: false, emitClose: false });
    this.#writeText = writeText;

    // Each pipeline leaves some behind on a stream that never closes.
    this.setMaxListeners(0);
    // With this a pipeline marks what it has destroyed, and Node's own adapters then take it for closed.
    Object.defineProperty(this, Symbol.for("nodejs.stream.destroyed"), {
      get: () => false,
      set: () => {},
    });
  }

  /** What is piped here ends, and the notebook's output goes on: only the caller hears of an end. */
  override end(
    chunk?: unknown,
    encoding?: BufferEncoding | (() => void),
    done?: () => void,
  ): this {
    const callback = [chunk, encoding, done].find(
      (each) => typeof each === "function",
    ) as (() => void) | undefined;
    if (chunk !== undefined && chunk !== null && chunk !== callback)
      this.write(chunk, typeof encoding === "string" ? encoding : "utf8");
    process.nextTick(() => {
      this.emit("finish");
      callback?.();
    });
    return this;
  }

  /** A pipeline destroys all its streams when one fails; this one is not its own. */
  override destroy(): this {
    return this;
  }

  /** What `.pipe(process.stdout)` gives as the value of a cell. */
  [inspect.custom](): string {
    return this.fd === 1 ? "process.stdout" : "process.stderr";
  }

  /** Writable's own notes that a write is under way; Stop may cut it there, and it would keep all later text to itself. */
  override write(
    chunk: unknown,
    encoding?: BufferEncoding | Callback | null,
    done?: Callback | null,
  ): boolean {
    // It knows how to complain.
    if (typeof chunk !== "string" && !types.isUint8Array(chunk))
      return super.write(chunk);
    const name = typeof encoding === "string" ? encoding : "utf8";
    this.#print(chunk, name);
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  }

  #print(chunk: string | Uint8Array, encoding: BufferEncoding): void {
    this.#writeText(this.#screen.translate(this.#decode(chunk, encoding)));
  }

  #decode(chunk: string | Uint8Array, encoding: BufferEncoding): string {
    if (typeof chunk !== "string")
      return this.#decoder.write(Buffer.from(chunk));
    if (!/^utf-?8$/i.test(encoding))
      return this.#decoder.write(Buffer.from(chunk, encoding));
    // Text is whole: bytes that wait for the rest of a character never get it.
    return this.#decoder.end() + chunk;
  }
}
