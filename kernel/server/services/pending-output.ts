import type { DisplayData, Stream } from "../protocol/display.ts";

export type Joinable =
  | { type: "stream"; content: Stream }
  | { type: "update_display_data"; content: DisplayData };

/** So many times text may change between stdout and stderr before it is sent, and is shown in the order it was made. */
const MOST_SWITCHES = 100;

/** Text is kept in pieces of this length, more or less: of a long one, cutting off the front would copy the rest. */
const PIECE_LENGTH = 8 * 1024;

/** The same once all of it is sent: a page draws once for each. */
const MOST_JOINED_LENGTH = 1024 * 1024;

/** What a cell has made and waits to be joined with more of its kind. */
export class PendingOutput {
  #items: Joinable[] = [];
  #switches = 0;

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  addText(name: Stream["name"], text: string): void {
    const last = this.#findText(name);
    if (last && last.text.length + text.length <= PIECE_LENGTH)
      last.text += text;
    else
      for (const piece of pieces(text))
        this.#items.push({ type: "stream", content: { name, text: piece } });
  }

  /** An update changes a place that is there already: it may take the turn of an older update of that place. */
  addUpdate(content: DisplayData): void {
    const { display_id } = content.transient;
    const older = this.#items.find(
      ({ type, content }) =>
        type === "update_display_data" &&
        content.transient.display_id === display_id,
    );
    if (older) older.content = content;
    else this.#items.push({ type: "update_display_data", content });
  }

  /** Takes out what came first, up to about so many characters. */
  take(mostLength: number): Joinable[] {
    let length = 0;
    const end = this.#items.findIndex(
      (item) => (length += lengthOf(item)) > mostLength,
    );
    // One that is longer goes alone.
    const count = end === -1 ? this.#items.length : Math.max(end, 1);
    const taken = this.#items.splice(0, count);
    if (this.isEmpty) this.#switches = 0;
    return joined(taken);
  }

  takeAll(): Joinable[] {
    return this.take(Infinity);
  }

  /** @returns how many characters there were */
  dropText(): number {
    const before = this.#items.reduce((sum, item) => sum + lengthOf(item), 0);
    this.#items = this.#items.filter(({ type }) => type !== "stream");
    return before;
  }

  /** Of a loop that writes to both streams in turn, each line would be a message: from some point on order is given up. */
  #findText(name: Stream["name"]): Stream | undefined {
    const isText = (item: Joinable) => item.type === "stream";
    const last = this.#items.findLast(isText)?.content as Stream | undefined;
    if (!last || last.name === name) return last;
    if (this.#switches++ < MOST_SWITCHES) return undefined;
    return this.#items.findLast(
      (item) => item.type === "stream" && item.content.name === name,
    )?.content as Stream | undefined;
  }
}

function* pieces(text: string): Generator<string> {
  for (let start = 0, end = 0; start < text.length; start = end) {
    end = start + PIECE_LENGTH;
    // Halves of a surrogate pair stay together.
    if ((text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end++;
    yield text.slice(start, end);
  }
}

/** Neighbours of one stream as one. */
function joined(items: Joinable[]): Joinable[] {
  const result: Joinable[] = [];
  for (const item of items) {
    const last = result.at(-1);
    if (
      item.type === "stream" &&
      last?.type === "stream" &&
      last.content.name === item.content.name &&
      lengthOf(last) + lengthOf(item) <= MOST_JOINED_LENGTH
    )
      last.content.text += item.content.text;
    else result.push(item);
  }
  return result;
}

function lengthOf(item: Joinable): number {
  return item.type === "stream" ? item.content.text.length : 0;
}
