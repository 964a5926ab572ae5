/** Lines of a cell that are no TypeScript: what each is for, as `%help` and `?` tell it. */
export interface MagicWord {
  /** How it is written, for people. */
  usage: string;
  about: string;
  /** What stands behind it: words of its own, or TypeScript to be run. */
  takes: "words" | "code";
  /** What follows in the cell is its own too. */
  whole?: boolean;
  /** Words that complete it. */
  words?: readonly string[];
  /** It reaches outside the notebook: not where homework is checked or marked. */
  reaches?: boolean;
}

export const magicWords: Readonly<Record<string, MagicWord>> = {
  "%types": {
    usage: "%types error | warn | off",
    about:
      "Sets what becomes of type errors from this cell on: they keep a cell from running, are shown, or are not looked for.",
    takes: "words",
    words: ["error", "warn", "off"],
  },
  "%npm": {
    usage: "%npm install NAME NAME@VERSION ... | %npm ls",
    about:
      "Installs packages beside the notebook, into its package.json, before the cell runs; or lists those that are there. Install scripts do not run. " +
      'import x from "npm:NAME" needs no installation.',
    takes: "words",
    words: ["install", "ls"],
    reaches: true,
  },
  "%sh": {
    usage: "%sh COMMAND",
    about:
      "Runs a command of the shell in the notebook's folder and shows what it prints. Stop ends it.",
    takes: "words",
    reaches: true,
  },
  "%%sh": {
    usage: "%%sh",
    about: "Runs the rest of the cell as a script of the shell.",
    takes: "words",
    whole: true,
    reaches: true,
  },
  "%time": {
    usage: "%time STATEMENT",
    about:
      "Runs the statement behind it and says how long that took, on the clock and on the processor.",
    takes: "code",
  },
  "%%time": {
    usage: "%%time",
    about: "Says how long the whole cell took.",
    takes: "code",
  },
  "%timeit": {
    usage: "%timeit EXPRESSION",
    about:
      "Computes the expression again and again, for about two seconds, and says how long it takes. compare() of romanesco sets several side by side.",
    takes: "code",
  },
  "%env": {
    usage: "%env | %env NAME | %env NAME=VALUE",
    about:
      "Lists the environment's variables, shows one, or sets one for the cells that follow.",
    takes: "words",
  },
  "%cd": {
    usage: "%cd FOLDER",
    about:
      "Makes another folder the one that relative paths begin at. Imports go on from the notebook's own folder.",
    takes: "words",
  },
  "%who": {
    usage: "%who",
    about: "Lists the names that cells have declared, with their values.",
    takes: "words",
  },
  "%reset": {
    usage: "%reset",
    about:
      "Forgets all names of earlier cells, with their types. What they started goes on; a restart of the kernel ends that too.",
    takes: "words",
  },
  "%%writefile": {
    usage: "%%writefile FILE | %%writefile -a FILE",
    about: "Writes the rest of the cell to a file; with -a behind what it has.",
    takes: "words",
    whole: true,
  },
  "%help": {
    usage: "%help",
    about: "Lists these lines. A question mark tells more of one: %time?",
    takes: "words",
  },
};
