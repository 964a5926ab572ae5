import { writeSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { AnswerLog } from "../../../lib/worker/answer-log.ts";
import { AnswerWriter, readAnswers } from "../../../lib/worker/answers.ts";
import type { Task } from "../../../lib/worker/task.ts";

test.each([
  ["zeros", Buffer.alloc(100)],
  ["text", Buffer.from("a task wrote this. ".repeat(10))],
])(
  "answers before %s that a task wrote into the file are heard, and nothing hangs",
  (_, noise) => {
    const log = new AnswerLog();
    onTestFinished(() => log.close());
    const heard: unknown[] = [];
    const hear = (records: Uint8Array) => {
      for (const { id, value } of readAnswers(records)) heard.push([id, value]);
    };
    const tasks = [{ id: 7, bundle: { size: 2, hear } }] as unknown as Task[];
    const writer = new AnswerWriter(log.forWorker);
    writer.write({ number: 7, id: 100 }, { started: 1, ended: 2 }, "done");
    writeSync(log.forWorker, noise);
    writer.write({ number: 8, id: 101 }, { started: 2, ended: 3 }, 4);
    log.tell(tasks, 1);
    log.tell(tasks, 1);
    expect(heard).toEqual([[100, "done"]]);
  },
);
