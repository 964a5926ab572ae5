import { findPage } from "../notebook-page.ts";
import type { Notebook } from "../notebook.ts";
import { vbox } from "./boxes.ts";
import { select, type Options } from "./choices.ts";
import { Control } from "./control.ts";
import { LaterTurn } from "./later-turn.ts";
import { LiveOutputs, type Run } from "./live-outputs.ts";
import { number } from "./numbers.ts";
import { checkbox, text } from "./words.ts";

/** A control, or what makes one: true or false, a text, a number, or a list or an object to choose from. */
export type Input =
  | Control<unknown>
  | boolean
  | string
  | number
  | readonly (string | number | boolean)[]
  | Readonly<Record<string, unknown>>;

/** What a function gets of an {@link Input}. */
export type ValueOf<Each> =
  Each extends Control<infer Value>
    ? Value
    : Each extends readonly (infer Option)[]
      ? Option
      : Each extends boolean
        ? boolean
        : Each extends number
          ? number
          : Each extends string
            ? string
            : Each extends Readonly<Record<string, infer Option>>
              ? Option
              : never;

/** The values of controls, by the names of their inputs. */
export type ValuesOf<Inputs> = {
  [Name in keyof Inputs]: ValueOf<Inputs[Name]>;
};

/** What an interactive function may ask for beside its values. */
export interface InteractContext {
  /** Aborts when a control has moved, and what this run makes is of no use any more. */
  signal: AbortSignal;
}

/**
 * Shows controls, calls a function with their values, and again whenever one is moved: one run at a time, and after it one
 * with the newest values, however many there were in between. What a run prints, displays and returns takes the place of
 * what the run before it made; a figure stays where it is and moves. An error stands there too, with its line, but that of
 * the first run is the cell's own. Stop ends the run. When the cell runs again, this function follows no longer.
 *
 *     interact({ workers: slider({ min: 1, max: 8 }) }, ({ workers }) => speedupOf(workers));
 *
 * @param inputs controls by name, or what makes them: `true`, `"text"`, `3`, `["one", "other"]`, `{ small: 10, large: 1000 }`
 * @param work gets their values by the same names
 * @throws TypeError for an input that makes no control; what `work` throws at once
 */
export function interact<Inputs extends Record<string, Input>>(
  inputs: Inputs,
  work: (values: ValuesOf<Inputs>, context: InteractContext) => unknown,
): Interaction<Inputs> {
  return new Interaction(inputs, work);
}

/**
 * Controls and the function that follows them.
 *
 *     idle --moved--> due --next turn--> running --over--> idle
 *                                          '--moved meanwhile--> running, and due again at its end
 */
export class Interaction<Inputs extends Record<string, Input>> {
  /** The controls by name. */
  readonly controls: { [Name in keyof Inputs]: Control<ValueOf<Inputs[Name]>> };
  readonly #work: (
    values: ValuesOf<Inputs>,
    context: InteractContext,
  ) => unknown;
  readonly #page: Notebook | undefined;
  readonly #outputs: LiveOutputs | undefined;
  readonly #cell: number;
  readonly #later: LaterTurn | undefined;
  readonly #ends: (() => void)[];
  #running: { run: Run; abort: AbortController } | undefined;
  /** By the newest run: the next one takes its place. */
  readonly #attached = new Set<() => void>();
  #due = false;
  #waiting: (() => void)[] = [];

  /** @internal Use {@link interact}. */
  constructor(
    inputs: Inputs,
    work: (values: ValuesOf<Inputs>, context: InteractContext) => unknown,
  ) {
    this.#work = work;
    const controls = Object.entries(inputs).map(
      ([name, input]) => [name, toControl(name, input)] as const,
    );
    this.controls = Object.fromEntries(controls) as typeof this.controls;
    this.#page = findPage();
    this.#cell = this.#page?.currentCell ?? 0;
    if (controls.length > 0) vbox(controls.map(([, each]) => each)).show();
    this.#outputs = this.#page && new LiveOutputs(this.#page);
    this.#later = this.#page && new LaterTurn(() => this.#runDue());
    const follow = (control: Control<unknown>) =>
      control.follow(() => this.#moved());
    this.#ends = controls.map(([, control]) => follow(control));
    this.#attachTo(this.#page);
    this.#runFirst();
  }

  /** What the controls stand at. */
  get values(): ValuesOf<Inputs> {
    return Object.fromEntries(
      Object.entries(this.controls).map(([name, { value }]) => [name, value]),
    ) as ValuesOf<Inputs>;
  }

  /** Resolves when nothing runs, and what is there to be shown is shown. */
  async settled(): Promise<void> {
    while (this.#running || this.#due)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await this.#outputs?.settled();
  }

  /** As the last value of a cell it shows nothing more: controls and output are there. */
  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    return { "text/plain": undefined };
  }

  #attachTo(page: Notebook | undefined): void {
    if (!page) return;
    this.#ends.push(page.onInterrupt(() => this.#stop()));
    page.attached.add(() => this.#end());
  }

  /** The cell runs again: another follows from now on, and shows what it makes. */
  #end(): void {
    for (const end of [...this.#ends, ...this.#attached]) end();
    this.#outputs?.end();
    this.#running?.abort.abort();
    this.#running = undefined;
    this.#due = false;
    this.#tellSettled();
  }

  /** It is part of the cell: its error is the cell's, and the cell is over when its pictures are there. */
  #runFirst(): void {
    const thrown: unknown[] = [];
    this.#run((error) => thrown.push(error));
    if (thrown.length > 0) throw thrown[0];
    this.#page?.pending(this.settled());
  }

  #moved(): void {
    if (this.#running) this.#running.abort.abort();
    if (this.#due) return;
    this.#due = true;
    if (!this.#running) this.#runSoon();
  }

  /** What a page has sent by then is taken together. */
  #runSoon(): void {
    if (this.#later) this.#later.come();
    else setImmediate(() => this.#runDue());
  }

  #runDue(): void {
    if (this.#due && !this.#running) this.#run();
  }

  /** @param failed of the first run: takes what the function throws at once */
  #run(failed?: (error: unknown) => void): void {
    const first = failed !== undefined;
    this.#due = false;
    const abort = new AbortController();
    for (const end of this.#attached) end();
    this.#attached.clear();
    const run = this.#outputs?.begin() ?? plainRun;
    const running = { run, abort };
    this.#running = running;
    const isCurrent = () => this.#running === running;
    let isStarted = false;
    const work = async () => {
      try {
        const value = await this.#work(this.values, { signal: abort.signal });
        if (isCurrent()) this.#show(value);
      } catch (error) {
        if (!isCurrent() || isCalledOff(error, abort.signal)) return;
        if (this.#page?.isStopping) return this.#stop();
        // That of the first run is the cell's: at once it is thrown, later the kernel is told.
        if (first && !isStarted) failed(error);
        else if (!first || !this.#page?.fail(error, this.#cell))
          run.error(error);
      } finally {
        if (isCurrent()) this.#over(run);
      }
    };
    const output = { ...run, attached: this.#attached };
    if (this.#page) this.#page.aside(output, work);
    else void work();
    isStarted = true;
  }

  #show(value: unknown): void {
    if (value === undefined) return;
    if (this.#page) this.#page.displayValue(value);
    else console.log(value);
  }

  #over(run: Run): void {
    run.end();
    this.#running = undefined;
    if (this.#due) this.#runSoon();
    else this.#tellSettled();
  }

  #tellSettled(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #stop(): void {
    const running = this.#running;
    this.#due = false;
    if (!running) return;
    running.run.stream("stderr", "Stopped. Move a control to run it again.\n");
    this.#over(running.run);
  }
}

const plainRun: Run = {
  stream() {},
  display: () => false,
  clear() {},
  error: (error) => console.error(error),
  end() {},
};

function isCalledOff(
  error: unknown,
  { aborted, reason }: AbortSignal,
): boolean {
  return (
    aborted && (error === reason || (error as Error)?.name === "AbortError")
  );
}

function toControl(name: string, input: Input): Control<unknown> {
  const control = input instanceof Control ? input : makeControl(name, input);
  if (control.label === "") control.label = name;
  return control;
}

function makeControl(
  name: string,
  input: Exclude<Input, Control<unknown>>,
): Control<unknown> {
  if (isChoice(input)) return select({ label: name, options: input });
  switch (typeof input) {
    case "boolean":
      return checkbox({ label: name, value: input });
    case "string":
      return text({ label: name, value: input });
    case "number":
      return number({ label: name, value: input });
    default:
      throw new TypeError(
        `${name} makes no control: pass slider() or another control, true or false, a text, a number, or a list or an object to choose from`,
      );
  }
}

function isChoice(input: unknown): input is Options<unknown> {
  if (typeof input !== "object" || input === null) return false;
  const isPlain = Object.getPrototypeOf(input) === Object.prototype;
  return Array.isArray(input) || (isPlain && Object.keys(input).length > 0);
}
