import { serialize } from "node:v8";
import { encodeError } from "../../transfer/errors.ts";
import { TransferError } from "../../transfer/transfer-error.ts";
import type { Begun, Done, Report } from "../wire/messages.ts";
import { nameAsAtHome } from "./home-stacks.ts";

/** So many messages may be on their way to the stream; then output waits. */
const mostUnderWay = 16;
const mostOutputBytes = 256 * 1024;

/** How a reporter sends. Resolves once the message is stored. */
export interface ReportWay {
  report(bytes: Uint8Array): Promise<void>;
  output(frames: Uint8Array): Promise<void>;
  /** Nothing depends on its arrival. */
  begun(tasks: Begun[]): void;
  /** A text that speaks of files as home knows them. */
  toHome(text: string): string;
  /** Those who print wait, or need not any more. */
  hold(held: boolean): void;
  /** What was printed until now is read. */
  drain(): void;
}

/** Tells a session what becomes of its tasks: what comes up in one turn, or while the last message is on its way, goes in one. */
export class Reporter {
  readonly #agent: string;
  readonly #way: ReportWay;
  #report: Report;
  #flushing: Promise<void> | undefined;
  /** Reports that are not stored yet. */
  readonly #reports = new Set<Promise<void>>();
  #output: Buffer[] = [];
  #outputBytes = 0;
  #underWay = 0;

  constructor(agent: string, way: ReportWay) {
    this.#agent = agent;
    this.#way = way;
    this.#report = this.#empty();
  }

  print(frame: Buffer): void {
    this.#output.push(frame);
    this.#outputBytes += frame.length;
    if (this.#outputBytes >= mostOutputBytes) this.#sendOutput();
    else void this.flush();
  }

  begun(tasks: Begun[]): void {
    this.#way.begun(tasks);
  }

  returned(id: number): void {
    this.#report.returned.push(id);
    void this.flush();
  }

  /** They go with what is reported next. */
  answers(records: Uint8Array, worker: number): void {
    this.#report.answers.push({ worker, records });
  }

  /** Has them go now, unless something is on its way. */
  hurry(): void {
    const { answers } = this.#report;
    if (answers.length > 0 && this.#reports.size === 0) void this.flush();
  }

  done(done: Done): void {
    const { outcome } = done;
    if (outcome.kind === "error")
      nameAsAtHome(outcome.error, (text) => this.#way.toHome(text));
    this.#report.done.push(done);
    if (this.#reports.size === 0) void this.flush();
  }

  /** Resolves once all that was said until now is stored at the server. */
  flush(): Promise<void> {
    this.#flushing ??= new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        this.#flushing = undefined;
        this.#send().then(resolve, reject);
      });
    });
    return this.#flushing;
  }

  async #send(): Promise<void> {
    // What a task printed is out before its result.
    this.#way.drain();
    const report = this.#report;
    this.#report = this.#empty();
    const printed = this.#sendOutput();
    const { agent: _, ...parts } = report;
    if (Object.values(parts).some(({ length }) => length > 0))
      this.#sendReport(encode(report));
    await Promise.all([printed, ...this.#reports]);
  }

  #sendReport(bytes: Uint8Array): void {
    const sent = this.#track(this.#way.report(bytes)).finally(() => {
      this.#reports.delete(sent);
      if (this.#report.done.length > 0) void this.flush();
    });
    this.#reports.add(sent);
  }

  async #sendOutput(): Promise<void> {
    if (this.#output.length === 0) return;
    const frames = Buffer.concat(this.#output.splice(0));
    this.#outputBytes = 0;
    await this.#track(this.#way.output(frames));
  }

  async #track(sending: Promise<void>): Promise<void> {
    this.#underWay += 1;
    if (this.#underWay > mostUnderWay) this.#way.hold(true);
    try {
      await sending;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay <= mostUnderWay / 2) this.#way.hold(false);
    }
  }

  #empty(): Report {
    const agent = this.#agent;
    return { agent, answers: [], done: [], returned: [] };
  }
}

function encode(report: Report): Uint8Array {
  try {
    return serialize(report);
  } catch {
    return serialize({ ...report, done: report.done.map(checked) });
  }
}

/** One result that cannot go must not keep the others here. */
function checked(done: Done): Done {
  try {
    serialize(done);
    return done;
  } catch (error) {
    const reason = new TransferError(
      "the result",
      `cannot be sent to another machine (${(error as Error).message}); return plain data, or a copy of what is shared`,
    );
    return { ...done, outcome: { kind: "error", error: encodeError(reason) } };
  }
}
