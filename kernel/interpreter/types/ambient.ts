/** What cells may use without an import, beyond what Node itself has. */
export const ambientDeclarations = `/// <reference types="node" />
/** Where \`display\` shows a value. */
interface DisplayOptions {
  /** Names the output, so that \`updateDisplay\` can change it. */
  displayId?: string;
  metadata?: Record<string, unknown>;
  /** What a picture shows, in words, for those who do not see it (default: its kind and size, or the name of its file). */
  alt?: string;
}
/** The last value that a cell gave. */
declare var _: any;
/** For the kernel's own use. */
declare function __romanescoIs<T>(value: unknown): asserts value is T;
/**
 * For the kernel's own use: what later cells may take for granted of a variable, by its type at the end of a cell. That it is
 * there is handed on, not which of several words it is: the cell that says so may be run again.
 */
type __romanescoEnd<Now, Declared> = 0 extends 1 & Now
  ? Declared
  : [Now] extends [never]
    ? Declared
    : [Now] extends [string | number | bigint | boolean | null | undefined]
      ? string extends Now
        ? Now
        : number extends Now
          ? Now
          : [Extract<Now, null | undefined>] extends [never]
            ? Exclude<Declared, null | undefined>
            : Declared
      : Now;
/**
 * Shows a value below the cell, as the last value of a cell is shown.
 * @param options.raw the value is a MIME bundle, such as \`{ "text/html": "<b>1</b>" }\` (default false)
 */
declare function display(
  value: unknown,
  options?: DisplayOptions & { raw?: boolean },
): void;
declare namespace display {
  function html(html: string, options?: DisplayOptions): void;
  function markdown(markdown: string, options?: DisplayOptions): void;
  /** @param latex with its delimiters, e.g. \`$x^2$\` */
  function latex(latex: string, options?: DisplayOptions): void;
  function svg(svg: string, options?: DisplayOptions): void;
  /** As a tree to fold and unfold, where the front end has one. */
  function json(value: unknown, options?: DisplayOptions): void;
  /**
   * @param image bytes of a PNG, JPEG, GIF, WebP or SVG, or the path of such a file
   * @throws TypeError for bytes that are none of these
   */
  function image(image: Uint8Array | string, options?: DisplayOptions): void;
}
/** Shows another value in the place of the output that was displayed with this id. */
declare function updateDisplay(
  value: unknown,
  options: DisplayOptions & { displayId: string },
): void;
/**
 * Clears the output of the cell.
 * @param options.wait only once the next output comes (default false)
 */
declare function clearOutput(options?: { wait?: boolean }): void;
/** Asks the person at the front end and waits on the spot; an empty answer is the default. */
declare function prompt(message?: string, defaultAnswer?: string): string;
/** Shows a message and waits on the spot until the person at the front end presses Enter. */
declare function alert(message?: string): void;
/** Asks the person at the front end and waits on the spot; \`y\` means yes. */
declare function confirm(message?: string): boolean;
/**
 * Asks the person at the front end; other work goes on meanwhile.
 * @param options.password hides what is typed (default false)
 */
declare function input(
  prompt?: string,
  options?: { password?: boolean },
): Promise<string>;
/** What a comm carries: JSON, and binary data beside it. */
interface CommMessage {
  data: any;
  metadata: any;
  buffers: Uint8Array[];
}
interface CommOptions {
  metadata?: object;
  buffers?: (ArrayBuffer | ArrayBufferView)[];
}
/** A line between this notebook's code and its front ends; either side opens, uses and closes it. */
interface Comm {
  readonly id: string;
  readonly targetName: string;
  readonly isOpen: boolean;
  /** @throws TypeError when the comm is closed, or \`data\` is no JSON */
  send(data?: object, options?: CommOptions): void;
  /** Closes both ends; closing again does nothing. */
  close(data?: object, options?: CommOptions): void;
  /** Returns a function that ends the listening. */
  onMessage(listener: (message: CommMessage) => void): () => void;
  /** The front end closed it. Returns a function that ends the listening. */
  onClose(listener: (message: CommMessage) => void): () => void;
}
/** Messages to the front ends, and comms. */
declare const jupyter: {
  /** Sends a message of any type, e.g. \`display_data\`, to all front ends. */
  broadcast(type: string, content: object, options?: CommOptions): Promise<void>;
  /** Opens a comm; a front end that has registered the target answers. */
  createComm(targetName: string, data?: object, options?: CommOptions): Comm;
  /** Lets front ends open comms of this target. */
  registerTarget(
    targetName: string,
    opened: (comm: Comm, message: CommMessage) => void,
  ): void;
};
/** The names under which Deno's kernel has the same. */
declare const Deno: {
  readonly jupyter: {
    readonly $display: unique symbol;
    broadcast(type: string, content: object, options?: CommOptions): Promise<void>;
    display(value: unknown, options?: { raw?: boolean }): Promise<void>;
    html(strings: TemplateStringsArray, ...values: unknown[]): object;
    md(strings: TemplateStringsArray, ...values: unknown[]): object;
    svg(strings: TemplateStringsArray, ...values: unknown[]): object;
  };
};
`;
