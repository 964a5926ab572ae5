import { type ControlOptions, Labelled, labelledState } from "./labelled.ts";
import { openModel, type ModelName } from "./model-widget.ts";
import type { State } from "./model.ts";

/** How a control's value stands in its state. */
export interface Codec<Value> {
  /** Its name there. */
  name: "value" | "index";
  read(held: unknown): Value;
  /** @throws TypeError or RangeError for what it cannot be */
  write(value: Value, state: Readonly<State>): unknown;
  /** What becomes of what a page sets (default: what is written for what is read of it). @throws for what it cannot be */
  accept?(held: unknown): unknown;
}

/**
 * A control in a page, with one value: setting it moves the control in every page, and a person who moves it there sets it
 * here.
 *
 *     const workers = slider({ label: "workers", min: 1, max: 8, value: 2 });
 *     workers.on("change", (value) => console.log(value));
 *     workers.value = 4;
 */
export class Control<Value> extends Labelled {
  readonly #codec: Codec<Value>;

  /** @internal Use {@link slider} and the functions like it. */
  constructor(
    name: ModelName,
    state: State,
    codec: Codec<Value>,
    options: ControlOptions = {},
  ) {
    const own = { ...state, ...labelledState(options) };
    super(
      openModel(name, own, {
        accept: (key, value, before) =>
          key === codec.name ? acceptValue(codec, value, before) : value,
      }),
    );
    this.#codec = codec;
  }

  /** What it stands at. Setting it moves it in every page; what it cannot stand at is moved to the nearest end. */
  get value(): Value {
    return this.#codec.read(this.model.get(this.#codec.name));
  }

  /** Moves it in every page. @throws TypeError or RangeError for what it cannot be */
  set value(value: Value) {
    const { name, write } = this.#codec;
    this.model.set({ [name]: write(value, this.model.values) });
  }

  /**
   * Calls back when the value has changed, by a person or by code, with the value and the one before. A person's change is
   * told between cells, and while a cell awaits; what the callback prints then stands under the cell that called `on`. When
   * that cell runs again, the callback is removed.
   * @returns a function that ends that
   */
  on(
    _event: "change",
    listener: (value: Value, before: Value) => unknown,
  ): () => void {
    const { read } = this.#codec;
    return this.hear(this.#codec.name, (value, before) =>
      listener(read(value), read(before)),
    );
  }

  /** @internal Hears of each change there and then, with what its state holds. */
  follow(listener: (held: unknown, before: unknown) => void): () => void {
    return this.model.on(this.#codec.name, listener);
  }
}

/** What a page says is a person's, or anybody's who has the kernel's key: what the control cannot be leaves it as it was. */
function acceptValue<Value>(
  { name, read, write, accept }: Codec<Value>,
  value: unknown,
  state: Readonly<State>,
): unknown {
  try {
    return accept ? accept(value) : write(read(value), state);
  } catch {
    return state[name];
  }
}
