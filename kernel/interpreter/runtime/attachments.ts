/** What cells have attached elsewhere, such as listeners to the controls of other cells: it ends when they run again. */
export class Attachments {
  readonly #byId = new Map<string, Set<() => void>>();
  readonly #byCell = new Map<number, Set<() => void>>();

  /**
   * A cell begins, and what it attached when it ran before ends.
   * @param id the same whenever it runs; undefined where the front end does not say, and each run is a cell of its own
   */
  begin(cell: number, id: string | undefined): void {
    if (id === undefined) return;
    const attached = this.#byId.get(id) ?? new Set();
    this.#byId.set(id, attached);
    this.#byCell.set(cell, attached);
    endAll(attached);
  }

  /** What ends things that code of this cell attaches. */
  of(cell: number): Set<() => void> {
    return this.#byCell.get(cell) ?? new Set();
  }
}

function endAll(attached: Set<() => void>): void {
  for (const end of attached) {
    // First: Stop may cut what it calls.
    attached.delete(end);
    end();
  }
}
