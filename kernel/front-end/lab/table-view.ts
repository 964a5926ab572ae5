import type { PageAnswer } from "../../display/table-paging.ts";
import type { Pages } from "./table-pages.ts";

/** As the notebook has it. */
export interface TableData {
  id: string;
  corner: string;
  columns: string[];
  /** Columns with numbers, which stand to the right. */
  numeric: boolean[];
  rowCount: number;
  /** The first rows: a key, then the cells. */
  rows: string[][];
}

const rowHeight = 24;
const viewHeight = 360;
const pageSize = 100;
const typingMs = 200;

/** Draws the rows that are in view, and asks for those that it has not. */
export class TableView {
  readonly #data: TableData;
  readonly #open: () => Pages | undefined;
  #pages?: Pages;
  /** Rows by their place in the order that is shown; the pages that have been asked for. */
  #rows = new Map<number, string[]>();
  #asked = new Set<number>();
  #rowCount: number;
  #sortBy?: number;
  #descending = false;
  #filter = "";
  /** Grows with each order: an answer to an older one comes too late. */
  #order = 0;
  #typing?: ReturnType<typeof setTimeout>;

  readonly #note = make("span", "romanesco-table-note");
  readonly #search = make("input", "romanesco-table-filter");
  readonly #scroller = make("div", "romanesco-table-rows");
  readonly #above = make("div", "");
  readonly #below = make("div", "");
  readonly #head = make("tr", "");
  readonly #body = make("tbody", "");

  constructor(
    node: HTMLElement,
    data: TableData,
    open: () => Pages | undefined,
  ) {
    this.#data = data;
    this.#open = open;
    this.#rowCount = data.rowCount;
    this.#build(node);
    this.#reset();
  }

  dispose(): void {
    clearTimeout(this.#typing);
    this.#pages?.close();
  }

  #build(node: HTMLElement): void {
    const table = make("table", "");
    const head = make("thead", "");
    head.append(this.#head);
    table.append(head, this.#body);
    this.#scroller.append(this.#above, table, this.#below);
    this.#scroller.style.maxHeight = `${viewHeight}px`;
    this.#scroller.tabIndex = 0;
    this.#scroller.setAttribute("role", "region");
    this.#scroller.setAttribute("aria-label", "Rows");
    // Else Enter on a head would begin to edit the cell.
    this.#scroller.dataset["lmSuppressShortcuts"] = "true";
    this.#scroller.addEventListener("scroll", () => this.#draw());
    this.#search.type = "search";
    this.#search.placeholder = "Filter rows";
    this.#search.setAttribute("aria-label", "Filter rows");
    this.#search.addEventListener("input", () => this.#filterSoon());
    const bar = make("div", "romanesco-table-bar");
    bar.append(this.#search, this.#note);
    node.replaceChildren(bar, this.#scroller);
  }

  #filterSoon(): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.#filter = this.#search.value;
      this.#reset();
    }, typingMs);
  }

  /** Up, down, and as the rows stand. */
  #sort(column: number): void {
    if (this.#sortBy !== column)
      [this.#sortBy, this.#descending] = [column, false];
    else if (!this.#descending) this.#descending = true;
    else this.#sortBy = undefined;
    this.#reset();
  }

  /** Another order, which begins at its first row. */
  #reset(): void {
    this.#order++;
    this.#asked.clear();
    const isOwnOrder = this.#sortBy === undefined && this.#filter === "";
    this.#rows = new Map(isOwnOrder ? this.#data.rows.entries() : []);
    this.#rowCount = this.#data.rowCount;
    this.#drawHead();
    this.#scroller.scrollTop = 0;
    this.#say();
    this.#draw();
    if (!isOwnOrder) this.#ask(0);
  }

  #drawHead(): void {
    const { corner: words } = this.#data;
    // A head without words would be read out as one that says nothing.
    const corner = make(words ? "th" : "td", "");
    corner.textContent = words;
    const inHand = [...this.#head.children].findIndex((cell) =>
      cell.contains(document.activeElement),
    );
    const names = this.#data.columns.map((name, column) => {
      const cell = make("th", "romanesco-table-name");
      const isSorted = column === this.#sortBy;
      // A button, for those who come with the Tab key; its click is the head's.
      const button = make("button", "romanesco-table-sort");
      button.textContent =
        name + (isSorted ? (this.#descending ? " ▼" : " ▲") : "");
      cell.append(button);
      cell.ariaSort = isSorted
        ? this.#descending
          ? "descending"
          : "ascending"
        : "none";
      cell.title = `Sort by ${name}`;
      cell.style.textAlign = this.#side(column);
      cell.addEventListener("click", () => this.#sort(column));
      return cell;
    });
    this.#head.replaceChildren(corner, ...names);
    names[inHand - 1]?.querySelector("button")?.focus({ preventScroll: true });
  }

  #draw(): void {
    const first = Math.max(
      0,
      Math.floor(this.#scroller.scrollTop / rowHeight) - 5,
    );
    const count = Math.ceil(viewHeight / rowHeight) + 10;
    const last = Math.min(this.#rowCount, first + count);
    const shown: HTMLElement[] = [];
    for (let row = first; row < last; row++) {
      shown.push(this.#drawRow(row));
      if (!this.#rows.has(row)) this.#ask(Math.floor(row / pageSize));
    }
    this.#above.style.height = `${first * rowHeight}px`;
    this.#below.style.height = `${(this.#rowCount - last) * rowHeight}px`;
    this.#body.replaceChildren(...shown);
  }

  #drawRow(row: number): HTMLElement {
    const line = make("tr", "");
    line.style.height = `${rowHeight}px`;
    const [key = "…", ...cells] = this.#rows.get(row) ?? [];
    const name = make("th", "");
    name.textContent = key;
    line.append(name);
    for (const column of this.#data.columns.keys()) {
      const cell = make("td", "");
      cell.textContent = cells[column] ?? "";
      cell.title = cells[column] ?? "";
      cell.style.textAlign = this.#side(column);
      line.append(cell);
    }
    return line;
  }

  #side(column: number): string {
    return this.#data.numeric[column] ? "right" : "left";
  }

  #ask(page: number): void {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    this.#pages ??= this.#open();
    if (!this.#pages)
      return this.#say(
        "the rest is in the kernel, which is not running: run the cell again",
      );
    const order = this.#order;
    this.#pages
      .ask({
        from: page * pageSize,
        count: pageSize,
        ...(this.#sortBy === undefined
          ? {}
          : { sortBy: this.#sortBy, descending: this.#descending }),
        ...(this.#filter === "" ? {} : { filter: this.#filter }),
      })
      .then(
        (answer) => order === this.#order && this.#take(answer),
        () =>
          order === this.#order &&
          this.#say("the kernel no longer has the rest: run the cell again"),
      );
  }

  #take({ rowCount, from, rows }: PageAnswer): void {
    for (const [index, row] of rows.entries())
      this.#rows.set(from + index, row);
    this.#rowCount = rowCount;
    this.#say();
    this.#draw();
  }

  #say(problem?: string): void {
    const all = this.#data.rowCount.toLocaleString();
    const count =
      this.#rowCount === this.#data.rowCount
        ? `${all} rows`
        : `${this.#rowCount.toLocaleString()} of ${all} rows`;
    this.#note.textContent = problem ? `${count}; ${problem}` : count;
  }
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className) element.className = className;
  return element;
}
