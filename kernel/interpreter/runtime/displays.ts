import type { Display } from "../../display/mime-bundle.ts";
import { withLargeWritten } from "../../display/large-json.ts";
import type { Outcome } from "../interpreter.ts";
import type { RuntimeMessage } from "../wire/messages.ts";
import type { Asides } from "./asides.ts";
import type { DisplayOptions } from "./notebook.ts";

interface Ways {
  send(message: RuntimeMessage): void;
  currentCell(): number;
  asides: Pick<Asides, "outputOf">;
}

/** Where displays go: to the host under the cell that makes them, or to the output of work beside the cells. */
export function openDisplays({ send, currentCell, asides }: Ways) {
  return {
    show(
      display: Display,
      { displayId, update = false, cell }: DisplayOptions,
    ): void {
      const place = { metadata: display.metadata, displayId, update };
      const aside =
        cell === undefined ? asides.outputOf(currentCell()) : undefined;
      if (aside?.display(display.data, place)) return;
      send({
        type: "display",
        cell: cell ?? currentCell(),
        display: withLargeWritten(display),
        displayId,
        update,
      });
    },
    clear(wait: boolean): void {
      const aside = asides.outputOf(currentCell());
      if (aside) aside.clear(wait);
      else send({ type: "clear", cell: currentCell(), wait });
    },
  };
}

/** The outcome as the host hands it on: what a cell shows last may be large, too. */
export function withResultWritten(outcome: Outcome): Outcome {
  if (outcome.status !== "ok" || !outcome.result) return outcome;
  return { ...outcome, result: withLargeWritten(outcome.result) };
}
