import type { CellOutputs } from "./cell-outputs.ts";
import type { Evaluations } from "./evaluations.ts";
import type { OpenComms } from "./open-comms.ts";
import { interruptedUnheard } from "./outcomes.ts";
import type { RunningCells } from "./running-cells.ts";
import type { RuntimeKeeper } from "./runtime-keeper.ts";
import { type StopParts, stubbornNotice } from "./stop.ts";

interface Touched {
  runtime(): RuntimeKeeper;
  cells: RunningCells;
  outputs: CellOutputs;
  comms: OpenComms;
  evaluations: Evaluations;
}

/** What a Stop does to the runtime, to cells and to what they have printed. */
export function stopWith(touched: Touched): StopParts {
  const { runtime, cells, outputs, comms, evaluations } = touched;
  const taken = (stopped: number[]) => {
    runtime().process?.calm();
    for (const cell of stopped) outputs.of(cell)?.resume?.();
    comms.settleAll();
  };
  return {
    ask(request, stopped) {
      for (const cell of stopped) outputs.of(cell)?.cut?.();
      runtime().process?.hurry();
      runtime().send({ type: "interrupt", request, cells: stopped });
    },
    taken,
    over(stopped) {
      for (const cell of stopped) {
        const running = cells.get(cell);
        if (running && !running.ended) {
          cells.remove(cell);
          running.settle(interruptedUnheard);
        }
        evaluations.fail(cell, interruptedUnheard);
      }
    },
    stubborn(stopped) {
      taken(stopped);
      for (const cell of stopped)
        outputs.of(cell)?.stream("stderr", stubbornNotice);
    },
  };
}
