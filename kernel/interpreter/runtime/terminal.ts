import { syncBuiltinESMExports } from "node:module";
import type { Writable } from "node:stream";
import tty from "node:tty";
import { stripVTControlCharacters } from "node:util";

/** A notebook is as wide as its window, which no message tells; this fits into narrow ones. */
const columns = 80;
const rows = 24;
const colorDepth = 24;

/**
 * Packages ask whether they print to a terminal before they colour text or draw a bar. A notebook shows ANSI colours and
 * heeds "\r", so the answer here is yes, for code of this process; programs started by it see their pipes as ever.
 */
export function actAsTerminal(streams: Writable[]): void {
  for (const stream of streams)
    Object.assign(stream, {
      isTTY: true,
      columns,
      rows,
      getWindowSize: () => [columns, rows],
      getColorDepth: () => colorDepth,
      hasColors: (count: unknown = 16) =>
        typeof count !== "number" || count <= 2 ** colorDepth,
      cursorTo: sender(stream, (x) => `\x1b[${Number(x) + 1}G`),
      moveCursor: sender(stream, () => ""),
      clearLine: sender(stream, (side) => eraseLine[Number(side)] ?? ""),
      clearScreenDown: sender(stream, () => "\x1b[0K"),
    });
  const { isatty } = tty;
  tty.isatty = (fd: number) => fd === 1 || fd === 2 || isatty(fd);
  // For packages that import it by name.
  syncBuiltinESMExports();
  process.env.COLORTERM ??= "truecolor";
  process.env.TERM ??= "xterm-256color";
}

const eraseLine: Record<number, string> = {
  [-1]: "\x1b[1K",
  0: "\x1b[2K",
  1: "\x1b[0K",
};

/** A method of `tty.WriteStream`: it writes, calls back and says that more may follow. */
function sender(stream: Writable, sequence: (first: unknown) => string) {
  return (first: unknown, ...rest: unknown[]): boolean => {
    const callback = [first, ...rest].find(
      (each) => typeof each === "function",
    );
    const text = sequence(first);
    return text
      ? stream.write(text, callback as () => void)
      : (queueMicrotask((callback as () => void) ?? (() => {})), true);
  };
}

const escape = "\x1b";
const controls = new RegExp(
  `${escape}(?:\\[[?\\d;]*[A-HJKSTfhlsu]|[78])|\\n|\\r`,
  "g",
);

/**
 * What a terminal does with a line, said in what front ends know. They colour text and go back to the start of a line;
 * other sequences they show or leave out, and one state of a bar would stand behind the other.
 */
export class LineScreen {
  #column = 0;
  /** Characters in the line, which stay until others take their place. */
  #length = 0;

  translate(text: string): string {
    if (!text.includes("\x1b") && !text.includes("\r"))
      return this.#plain(text);
    let shown = "";
    let from = 0;
    for (const { 0: control, index } of text.matchAll(controls)) {
      shown += this.#print(text.slice(from, index)) + this.#obey(control);
      from = index + control.length;
    }
    return shown + this.#print(text.slice(from));
  }

  #plain(text: string): string {
    const end = text.lastIndexOf("\n") + 1;
    if (end > 0) this.#column = this.#length = 0;
    this.#print(text.slice(end));
    return text;
  }

  #print(text: string): string {
    this.#column += stripVTControlCharacters(text).length;
    this.#length = Math.max(this.#length, this.#column);
    return text;
  }

  #obey(control: string): string {
    const count = Number(/\d+/.exec(control)?.[0] ?? 0);
    switch (control.at(-1)) {
      case "\n":
        this.#column = this.#length = 0;
        return control;
      case "\r":
        return this.#return();
      case "G":
        return count <= 1 ? this.#return() : "";
      case "K":
        return this.#erase(count);
      default:
        return "";
    }
  }

  #return(): string {
    this.#column = 0;
    return "\r";
  }

  /** The rest of the line (0) or all of it (2), by spaces. */
  #erase(part: number): string {
    if (part === 1 || this.#length === 0) return "";
    if (part === 0 && this.#column > 0)
      return this.#print(" ".repeat(this.#length - this.#column));
    const start = this.#column > 0 ? "\r" : "";
    const blank = " ".repeat(this.#length);
    this.#column = this.#length = 0;
    return `${start}${blank}\r`;
  }
}
