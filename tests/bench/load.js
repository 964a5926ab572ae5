// Where a benchmark ran, and what else kept the cores busy meanwhile.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";

export function describeMachine() {
  const python = execFileSync(".cache/bench/venv/bin/python", ["--version"], {
    encoding: "utf8",
  });
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${gib} GiB, ${type()} ${release()}, Node ${process.version}, ${python.trim()}`;
}

/** Counts from its making on. Only Linux tells; elsewhere nothing is said. */
export class Load {
  #before = readTicks();
  #started = performance.now();

  /** How many cores other programs kept busy, on average. Ended children of this process are not others. */
  othersInCores() {
    const after = readTicks();
    if (!after || !this.#before) return undefined;
    const seconds = (performance.now() - this.#started) / 1000;
    const ticks = after.busy - this.#before.busy - after.own + this.#before.own;
    return Math.max(0, ticks / 100 / seconds);
  }
}

/** Hundredths of a second of all programs and of this one with its ended children: proc(5). */
function readTicks() {
  try {
    const [user, nice, system, , , irq, softIrq, steal] = numbers(
      readFileSync("/proc/stat", "utf8").split("\n")[0].slice(5),
    );
    // Behind the name, which may hold blanks: utime, stime, cutime, cstime are fields 14 to 17.
    const self = readFileSync("/proc/self/stat", "utf8");
    const own = numbers(self.slice(self.lastIndexOf(")") + 4)).slice(10, 14);
    return {
      busy: user + nice + system + irq + softIrq + steal,
      own: own.reduce((sum, ticks) => sum + ticks, 0),
    };
  } catch {
    return undefined;
  }
}

function numbers(text) {
  return text.trim().split(/\s+/).map(Number);
}
