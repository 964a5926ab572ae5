/**
 * The process in which cells run. Its main thread belongs to the cells; a helper thread keeps the line to the host.
 *
 *     host ==fd 3== helper thread --messages--> main thread
 *                        ^-------shared ring-------'          (results, display, console: in order)
 *     host <==fd 1, 2== native prints, child processes        host <==fd 4== workers of pools, processes, threads
 */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommEvent } from "../comm-event.ts";
import { messageFrame } from "../wire/frames.ts";
import type { Outcome } from "../interpreter.ts";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import {
  type HostMessage,
  type Interrupt,
  lastWordsMs,
  type RuntimeMessage,
} from "../wire/messages.ts";
import { Asides } from "./asides.ts";
import { Belongings } from "./belongings.ts";
import { openCellContext } from "./open-cell-context.ts";
import { CellTimers } from "./cell-timers.ts";
import { cutOff, installExits, type ProcessExit } from "./cell-exit.ts";
import { CellRunner } from "./cell-runner.ts";
import { giveCompiledCode } from "./compiled-code.ts";
import { openDisplays, withResultWritten } from "./displays.ts";
import { displayGlobal } from "./display-global.ts";
import { Declarations } from "./declarations.ts";
import { Importer } from "./importer.ts";
import { Input } from "./input.ts";
import { denoGlobal, Jupyter } from "./jupyter.ts";
import { LastValue } from "./last-value.ts";
import { type DisplayOptions, NotebookBridge } from "./notebook.ts";
import { Output } from "./output.ts";
import { createRing, RingWriter } from "./ring.ts";
import { endProcess } from "./end-process.ts";
import { doImports } from "./imports.ts";
import { openHelper } from "./open-helper.ts";
import { cells } from "./realm.ts";
import { installStdin } from "./stdin.ts";
import { Scope } from "./scope.ts";
import { showTslabWith } from "./tslab-display.ts";
import { Stacks } from "./stacks.ts";
import { tryWrite } from "./try-write.ts";
import { openTypescriptWorkers } from "./typescript-workers.ts";

const hostFd = 3;
const outputFd = 4;
const directory = process.cwd();

const shared = createRing();
const { messages, answers, tell } = openHelper(shared);
const ring = new RingWriter(
  shared,
  () => tell(null),
  (bytes) => tryWrite(hostFd, bytes),
);
const send = (message: RuntimeMessage) => ring.write(messageFrame(message));
const sendAtOnce = (message: RuntimeMessage) =>
  ring.writeAtOnce(messageFrame(message));

/** The cell that began last. */
let lastCell = 0;
/** What cells are called in stacks. */
const labels = new Map<number, string>();
/** The newest Stop that the host was told is under way, and that is done. */
let interrupted = 0;
let stopped = 0;
const isStopping = () => ring.letGo > interrupted;

const context = openCellContext();
const currentCell = () => context.cell ?? lastCell;
const asides = new Asides(context, tell);
const { show, clear } = openDisplays({ send, currentCell, asides });
const output = new Output(
  ring,
  currentCell,
  (data) => show({ data, metadata: {} }, {}),
  () => clear(false),
  asides,
);
const scope = new Scope();
const declarations = new Declarations(scope);
const distribution = new URL("../../../", import.meta.url).href;
// Modules stand in stacks by their URL; this file and the workers' are scripts, and stand there by their path.
const stacks = new Stacks([distribution, fileURLToPath(distribution)]);
const cellTimers = new CellTimers(context);
const runner = new CellRunner(stacks, context, cellTimers);
const belongings = new Belongings(context, tell);
const importer = new Importer(
  directory,
  {
    romanesco: new URL("lib/index.js", distribution).href,
    // Between the cells of a homework and its checks; nobody else needs it.
    "romanesco/border": new URL("lib/border.js", distribution).href,
    tslab: new URL("./tslab.js", import.meta.url).href,
  },
  new URL("./typescript-loader.js", import.meta.url).href,
  new URL("./own-packages.js", import.meta.url).href,
);
openTypescriptWorkers(new URL("./typescript-worker.js", import.meta.url).href);
showTslabWith((data, options) => show({ data, metadata: {} }, options));
const jupyter = new Jupyter({
  broadcast: (message) =>
    send({ type: "broadcast", cell: currentCell(), message }),
  show,
  clear,
});
const notebook = new NotebookBridge({
  directory,
  outputFd,
  declarations,
  stacks,
  importer,
  runner,
  asides,
  comms: jupyter.comms,
  currentCell,
  isStopping,
  show,
  disown: (thing) => belongings.disown(thing),
});

const input = new Input(answers, shared.control, (request, prompt, password) =>
  send({ type: "input", cell: currentCell(), request, prompt, password }),
);

// --- what cells see

output.install();
installStdin(() => input.input());
stacks.install();
belongings.install();
cellTimers.install();
const lastValue = new LastValue();
Object.assign(cells.global, {
  [Symbol.for("romanesco.notebook")]: notebook,
  require: importer.makeRequire(),
  __dirname: directory,
  display: displayGlobal((value, options) =>
    notebook.displayValue(value, options),
  ),
  updateDisplay: (value: unknown, options: DisplayOptions) =>
    notebook.displayValue(value, { ...options, update: true }),
  input: (prompt?: string, options?: { password?: boolean }) => {
    const answer = input.input(prompt, options);
    // Whoever forgets to await it still gets a cell that waits for the person.
    runner.hold(answer);
    return answer;
  },
  prompt: (message?: string, defaultAnswer?: string) =>
    input.prompt(message, defaultAnswer),
  alert: (message?: string) => input.alert(message),
  confirm: (message?: string) => input.confirm(message),
  clearOutput: ({ wait = false } = {}) => clear(wait),
  jupyter: jupyter.global,
});
giveCompiledCode(
  directory,
  runner,
  importer,
  { output, scope, declarations },
  shared.control,
);

// --- messages

function receiveMessage(message: HostMessage): void {
  switch (message.type) {
    case "execute":
      return execute(message);
    case "evaluate":
      return void evaluate(message);
    case "comm":
      return receive(message.cell, message.event);
    case "aside":
      return output.write(message.name, message.text, message.cell);
    case "interrupt":
      return interrupt(message);
    case "end":
      return end();
    case "input":
    case "look":
      // The helper thread takes these.
      return;
  }
}
cells.listen(messages, receiveMessage);

function execute(message: HostMessage & { type: "execute" }): void {
  const { cell, cellId, compiled, silent } = message;
  lastCell = cell;
  labels.set(cell, basename(compiled.file));
  listening = undefined;
  context.reset();
  if (compiled.code.includes("Deno.jupyter")) provideDeno();
  let began = false;
  let before: Map<string, unknown>;
  stacks.add(compiled);
  const prepare = async () => {
    notebook.begin(cell, cellId);
    scope.declare(compiled.fresh);
    before = scope.read(variablesOf(compiled));
    await doImports(compiled, scope, importer, stacks);
    declarations.add(compiled);
    began = true;
  };
  const ended = (outcome: Outcome, cut: boolean) => {
    if (outcome.status === "error") output.endGroups();
    const missed = began && cut ? scope.unchanged(before) : [];
    const unheard = isStopping();
    const told = withResultWritten(outcome);
    sendAtOnce({ type: "done", cell, outcome: told, began, missed, unheard });
  };
  const gave = (value: unknown) => lastValue.note(value);
  runner.run({ cell, compiled, prepare, silent, gave, ended });
}

/** Functions have their value before the code runs; variables and classes once it reaches them. */
function variablesOf({ declarations }: CompiledCell): string[] {
  return declarations
    .filter(({ kind }) => kind === "variable" || kind === "class")
    .map(({ name }) => name);
}

/** Only where a cell asks for it: packages take a global of this name for Deno itself. */
function provideDeno(): void {
  const display = (value: unknown, options?: DisplayOptions) =>
    notebook.displayValue(value, options);
  Object.assign(cells.global, { Deno: denoGlobal(jupyter, display) });
}

async function evaluate({
  cell,
  expressions,
}: HostMessage & { type: "evaluate" }) {
  const outcomes: Record<string, Outcome> = {};
  for (const { name, compiled } of expressions) {
    if ("error" in compiled) {
      outcomes[name] = compiled.error;
      continue;
    }
    stacks.add(compiled);
    scope.declare(compiled.fresh);
    await new Promise<void>((resolve) =>
      runner.run({
        cell,
        compiled,
        prepare: async () => {},
        silent: false,
        gave() {},
        ended: (outcome) => {
          outcomes[name] = outcome;
          resolve();
        },
      }),
    );
  }
  sendAtOnce({ type: "evaluated", cell, outcomes });
}

/** The message whose listener runs. */
let listening: number | undefined;

function answerListening(handled = true): void {
  if (listening === undefined) return;
  sendAtOnce({ type: "received", cell: listening, handled });
  listening = undefined;
}

function receive(cell: number, event: CommEvent): void {
  lastCell = cell;
  listening = cell;
  context.reset();
  let handled = true;
  try {
    handled = context.run(cell, () => jupyter.comms.receive(event));
  } catch (error) {
    failOnTheSide(error, cell);
    // A comm that was not opened is closed by the host.
    handled = event.type !== "open";
  }
  answerListening(handled);
}

/** Comes again and again, for V8 may cut this off too; each step is taken for done only after it. */
function interrupt({ request, cells }: Interrupt): void {
  ring.acknowledgeInterrupt(request, false);
  listening = undefined;
  context.reset();
  const beside = asides.running;
  if (request > interrupted) {
    if (cells.length + beside.length === 0) endLeftovers();
    sendAtOnce({ type: "interrupted", request });
  }
  // Before workers end: of a cell that awaits them, their end is not the news.
  const over = runner.interrupt(cells, request);
  for (const cell of cells) if (!runner.isRunning(cell)) cellTimers.clear(cell);
  if (request > interrupted) {
    const stoppedNow = [...cells, ...beside];
    runner.stopAsides(beside);
    notebook.interrupted(stoppedNow);
    belongings.endWorkers(stoppedNow);
    asides.stopped(beside);
    interrupted = request;
  }
  if (over && request > stopped) {
    sendAtOnce({ type: "stopped", request });
    stopped = request;
  }
  ring.acknowledgeInterrupt(request, over);
}

/** Stop while nothing runs: ends the timers of cells that are over. What they serve and started lives on. */
function endLeftovers(): void {
  const cut = runner.takePlace()?.frames[0]?.trim();
  const parts = cellTimers.cells.map((cell) => {
    const count = cellTimers.clear(cell);
    const timers = count === 1 ? "a timer" : `${count} timers`;
    return `${timers} of ${labels.get(cell) ?? "a message"}`;
  });
  if (cut) parts.unshift(`code that ran ${cut}`);
  if (parts.length === 0) return;
  const text = `Stopped what cells had left running: ${parts.join(", ")}.\n`;
  output.write("stderr", text, lastCell);
}

// --- a cell that ends itself

let isEnding = false;

installExits((exit) => {
  if (isEnding) return leave();
  setImmediate(() => context.reset());
  if (listening !== undefined) setImmediate(answerListening);
  else if (!runner.exit(exit)) sayLateExit(exit);
  return cutOff();
});

/** What its cell has left running called it. */
function sayLateExit({ call, code }: ProcessExit): void {
  if (code === 0) return;
  const text = `${call} was called after its cell had ended: it ended only the code that called it.\n`;
  output.write("stderr", text);
}

/** The notebook's end: what listens for it is heard, as at the end of a program. */
function end(): void {
  isEnding = true;
  const { exitCode } = process;
  // As Node itself notes it, for whoever asks.
  Object.assign(process, { _exiting: true });
  try {
    process.emit("exit", Number(exitCode ?? 0));
  } catch (error) {
    failOnTheSide(error);
  }
  leave();
}

function leave(): never {
  ring.flush(lastWordsMs);
  endProcess();
  // The signal is on its way.
  for (;;);
}

// --- errors outside any await

function failOnTheSide(error: unknown, cell = currentCell()): void {
  if (runner.fail(cell, error)) return;
  const text = `Uncaught ${stacks.describe(error).join("\n")}\n`;
  output.write("stderr", text, cell);
}
/** A cell that listens itself has taken it over, as in plain Node. */
const isOurs = (event: string) => process.listenerCount(event) === 1;
process.on("unhandledRejection", (error, promise) => {
  if (isOurs("unhandledRejection"))
    failOnTheSide(error, context.cellOf(promise));
});
process.on("uncaughtException", (error) => {
  if (isOurs("uncaughtException")) failOnTheSide(error);
});
// Unheard, this one makes Node listen for a debugger.
process.on("SIGUSR1", () => {});

send({ type: "ready" });
