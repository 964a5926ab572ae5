import { escapeHtml } from "../escape-html.ts";
import { formatSeconds } from "./format-seconds.ts";
import { describeMeasurement, type Measurement } from "./measure.ts";

const noisyNote =
  "The times vary by more than 10 %, perhaps because the machine is busy with something else; ignore small differences.";

/** One way to the answer, with its times. */
export interface Variant<R> extends Measurement<R> {
  /** As it was called in {@link compare}. */
  name: string;
}

/** What `compare` found. The first variant is the one the others are compared with. */
export class Comparison<R = unknown> {
  constructor(
    /** In the order in which they were given; at least one. */
    readonly variants: readonly Variant<R>[],
    /** How many workers the parallel variants use, if that was said. */
    readonly workers: number | undefined,
  ) {}

  /** The answer that all variants gave. */
  get result(): R {
    return this.variant(this.names[0] ?? "").result;
  }

  /** Names of the variants, in order. */
  get names(): string[] {
    return this.variants.map((variant) => variant.name);
  }

  /** @throws RangeError for a name that was not compared */
  variant(name: string): Variant<R> {
    const found = this.variants.find((variant) => variant.name === name);
    if (found !== undefined) return found;
    throw new RangeError(
      `there is no variant "${name}"; there are ${this.names.join(", ")}`,
    );
  }

  /** How many times faster than the first variant, by medians. */
  speedup(name: string): number {
    const base = this.variants[0]?.median ?? NaN;
    return base / this.variant(name).median;
  }

  /** The speed-up for each worker; 1 is ideal. undefined if the number of workers was not said. */
  efficiency(name: string): number | undefined {
    if (this.workers === undefined) return undefined;
    return this.speedup(name) / this.workers;
  }

  /** Whether the times of any variant vary by more than a tenth. */
  get noisy(): boolean {
    return this.variants.some((variant) => variant.noisy);
  }

  /** A line for each variant. */
  toString(): string {
    const width = Math.max(...this.names.map((name) => name.length));
    const lines = this.variants.map(
      (variant, at) =>
        `${variant.name.padEnd(width)}  ${describeMeasurement(variant)}` +
        (at === 0 ? "" : `  ${this.#describeSpeedup(variant.name)}`),
    );
    if (this.noisy) {
      lines.push(noisyNote);
    }
    return lines.join("\n");
  }

  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    return { "text/plain": this.toString(), "text/html": toTable(this) };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  #describeSpeedup(name: string): string {
    const efficiency = this.efficiency(name);
    const speedup = `${this.speedup(name).toFixed(2)} times as fast`;
    return efficiency === undefined
      ? speedup
      : `${speedup}, efficiency ${Math.round(efficiency * 100)} %`;
  }
}

function toTable(comparison: Comparison<unknown>): string {
  const rows = comparison.variants.map((variant) => {
    const cells = [
      escapeHtml(variant.name),
      formatSeconds(variant.median),
      formatSeconds(variant.spread),
      comparison.speedup(variant.name).toFixed(2),
      ...efficiencyCell(comparison, variant.name),
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const heads = ["variant", "median", "spread", "speed-up"];
  if (comparison.workers !== undefined) heads.push("efficiency");
  const head = heads.map((each) => `<th>${each}</th>`).join("");
  const note = comparison.noisy ? `<caption>${noisyNote}</caption>` : "";
  return `<table>${note}<thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function efficiencyCell(
  comparison: Comparison<unknown>,
  name: string,
): string[] {
  const efficiency = comparison.efficiency(name);
  return efficiency === undefined ? [] : [`${Math.round(efficiency * 100)} %`];
}
