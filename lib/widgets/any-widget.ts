import { keepIn, listen, type Told } from "./listening.ts";
import { Model, type State } from "./model.ts";
import { serveTargets } from "./targets.ts";
import { View } from "./view.ts";

/** Any of anywidget's front ends before 1.0: the contract has not changed since. */
const version = "0";

/** What {@link Widget} takes. */
export interface WidgetOptions<Values extends object> {
  /**
   * An ES module as text, whose default export draws the widget: `export default { render({ model, el }) { … } }`. It runs in
   * pages that trust the notebook.
   */
  esm: string;
  /** Styles for what it draws. */
  css?: string;
  /** What both sides share: JSON, typed arrays and other widgets. */
  state?: Values;
}

/**
 * A widget of your own: a module that draws it in the page, and a state that the page and the notebook share. The contract is
 * anywidget's (https://anywidget.dev/en/afm), so a module written for it in Python does here too.
 *
 *     const counter = new Widget({
 *       esm: `export default { render({ model, el }) {
 *         const button = document.createElement("button");
 *         const draw = () => (button.textContent = "count is " + model.get("count"));
 *         button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
 *         model.on("change:count", draw);
 *         draw();
 *         el.append(button);
 *       } }`,
 *       state: { count: 0 },
 *     });
 *     counter.on("change:count", (count) => console.log(count));
 *     counter
 */
export class Widget<
  Values extends object = Record<string, unknown>,
> extends View {
  readonly #messages: Set<Told<[content: unknown, buffers: Uint8Array[]]>>;

  /** @throws TypeError if `esm` is no text, or a name of the state begins with `_esm`, `_css`, `_model` or `_view` */
  constructor({ esm, css = "", state }: WidgetOptions<Values>) {
    if (typeof esm !== "string")
      throw new TypeError(
        "esm is an ES module as text: `export default { render({ model, el }) { … } }`",
      );
    const own = { ...state } as State;
    const taken = Object.keys(own).find((name) =>
      /^_(esm|css|anywidget_id|(model|view)_)/.test(name),
    );
    if (taken) throw new TypeError(`the name ${taken} is the widget's own`);
    const messages = new Set<Told<[content: unknown, buffers: Uint8Array[]]>>();
    serveTargets();
    super(
      new Model(
        names,
        { ...own, _esm: esm, _css: css, _anywidget_id: "romanesco.Widget" },
        {
          hooks: {
            heard: (content, buffers) => {
              for (const told of [...messages]) told(true, content, buffers);
            },
          },
        },
      ),
    );
    this.#messages = messages;
  }

  /** The value of this name. */
  get<Name extends keyof Values & string>(name: Name): Values[Name] {
    return this.model.get(name) as Values[Name];
  }

  /** Sets values here and in every page, in one message. */
  set(values: Partial<Values>): void {
    this.model.set(values as State);
  }

  /**
   * Calls back when a value of the state has changed (`change:name`), with the new value and the one before, or when the
   * module in the page sends a message (`message`), with its content and its binary data.
   * @returns a function that ends that
   */
  on<Name extends keyof Values & string>(
    event: `change:${Name}`,
    listener: (value: Values[Name], before: Values[Name]) => unknown,
  ): () => void;
  on(
    event: "message",
    listener: (content: unknown, buffers: Uint8Array[]) => unknown,
  ): () => void;
  on(
    event: string,
    listener: (value: never, more: never) => unknown,
  ): () => void {
    if (event !== "message")
      return this.hear(event.slice("change:".length), listener);
    const heard = listener as (...values: unknown[]) => unknown;
    return listen(heard, keepIn(this.#messages));
  }

  /** Sends a message to the module in every page: its `model.on("msg:custom", …)` hears it. */
  send(
    content: unknown,
    buffers: (ArrayBuffer | ArrayBufferView)[] = [],
  ): void {
    this.model.send(content, buffers);
  }
}

const names = {
  _model_name: "AnyModel",
  _model_module: "anywidget",
  _model_module_version: version,
  _view_name: "AnyView",
  _view_module: "anywidget",
  _view_module_version: version,
  _view_count: null,
};
