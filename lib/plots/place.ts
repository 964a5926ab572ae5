import { randomUUID } from "node:crypto";
import type { Notebook } from "../notebook.ts";
import type { FigureJson, Showable } from "./figure-json.ts";
import { Ongoing } from "../ongoing.ts";
import { renderPng } from "./png.ts";
import { NeedsBrowserError } from "./png/errors.ts";

/** A front end follows some ten figures a second. */
const sendEveryMs = 100;
/** A figure that stands this long gets its picture; while it moves, pictures would only be thrown away. */
const quietMs = 400;

/** As much of a notebook as a place needs. */
type PlaceNotebook = Pick<Notebook, "display" | "pending" | "onInterrupt">;

/**
 * A place in a notebook that shows one figure, and later another in the same spot.
 *
 *     show -> on the page at once, or with the next one if the last was a moment ago
 *          -> painting: PNG of the latest; again after it has stood still, until none came meanwhile
 *
 * The cell is not idle before the painting ends, so what is saved is the last figure with its picture: nbclient and
 * nbconvert keep nothing that comes later. That is 0.2 to 0.6 s of another process, for 100 points as for 300,000.
 */
export class Place {
  #latest: Showable | undefined;
  #stands: boolean;
  #sent: Showable | undefined;
  /** What was sent last, while its picture may still come: of a long series it takes as long to make as the picture. */
  #bundle: Record<string, unknown> | undefined;
  #lastShownAt = -Infinity;
  #lastSentAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  readonly #painting: Ongoing;
  readonly #notebook: PlaceNotebook;
  readonly #render: (figure: FigureJson) => Promise<Uint8Array>;

  constructor(
    notebook: PlaceNotebook,
    readonly displayId: string = randomUUID(),
    render: (figure: FigureJson) => Promise<Uint8Array> = renderPng,
    /** Whether the page has something in this place, which the first figure replaces. */
    stands = false,
  ) {
    this.#notebook = notebook;
    this.#render = render;
    this.#painting = new Ongoing(notebook);
    this.#stands = stands;
  }

  /** The next figure makes a place of its own on the page, where this one is or is not; both then change together. */
  openAnew(): void {
    this.#stands = false;
  }

  /**
   * Shows a figure, and its picture as soon as that is painted.
   * @param restless another may follow in a moment: the painting waits until none does
   */
  show(figure: Showable, restless = false): void {
    this.#note(figure);
    // Its process begins to paint while a long figure is written for the page.
    if (!this.#painting.work)
      this.#notebook.pending(this.#painting.start(this.#paint(restless)));
    this.#sendSoon(figure);
  }

  /** Shows a figure that others follow: it has no picture, and the cell need not wait for one. */
  move(figure: Showable): void {
    this.#note(figure);
    this.#sendSoon(figure);
  }

  #note(figure: Showable): void {
    this.#latest = figure;
    this.#bundle = undefined;
    this.#lastShownAt = performance.now();
  }

  #sendSoon(figure: Showable): void {
    if (this.#lastShownAt - this.#lastSentAt >= sendEveryMs) this.#send(figure);
    else if (!this.#timer)
      this.#timer = setTimeout(() => this.#sendLatest(), sendEveryMs).unref();
  }

  async #paint(restless: boolean): Promise<void> {
    if (restless) await this.#quiet();
    for (;;) {
      const figure = this.#latest as Showable;
      const png = await this.#render(figure.toJSON()).catch(warn);
      if (figure === this.#latest) {
        if (png) this.#send(figure, png);
        else this.#sendLatest();
        return;
      }
      await this.#quiet();
    }
  }

  /** Resolves when no figure has come for a while. */
  async #quiet(): Promise<void> {
    for (;;) {
      const left = this.#lastShownAt + quietMs - performance.now();
      if (left <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  #sendLatest(): void {
    this.#timer = undefined;
    if (this.#latest && this.#sent !== this.#latest) this.#send(this.#latest);
  }

  #send(figure: Showable, png?: Uint8Array): void {
    const picture = png && {
      "image/png": Buffer.from(png).toString("base64"),
    };
    this.#notebook.display(picture ?? {}, {
      displayId: this.displayId,
      update: this.#stands,
      beside: (this.#bundle ??= figure.toMimeBundle()),
    });
    if (png) this.#bundle = undefined;
    this.#stands = true;
    this.#sent = figure;
    this.#lastSentAt = performance.now();
  }
}

const named = new Map<string, Place>();

/** The place of this name, so that a picture still being painted never comes after a newer figure; a new one without a name. */
export function findPlace(
  notebook: PlaceNotebook,
  { displayId, update = false }: { displayId?: string; update?: boolean },
): Place {
  if (displayId === undefined) return new Place(notebook);
  const place =
    named.get(displayId) ?? new Place(notebook, displayId, renderPng, update);
  named.set(displayId, place);
  if (!update) place.openAnew();
  return place;
}

/** The figure itself is on the page; only front ends that draw none miss something. */
function warn(error: unknown): void {
  if (error instanceof NeedsBrowserError) return;
  const reason = error instanceof Error ? error.message : String(error);
  console.warn(`The figure has no PNG: ${reason}`);
}
