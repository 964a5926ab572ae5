import { expect, test } from "vitest";
import {
  GivenUpError,
  Turns,
} from "../../../../kernel/interpreter/types/turns.ts";

/** Turns that are held up, and the order in which what waits is done then. */
function heldUp() {
  const turns = new Turns();
  const done: string[] = [];
  let release!: () => void;
  void turns.add(() => new Promise<void>((resolve) => (release = resolve)));
  const does = (name: string) => async () => void done.push(name);
  return { turns, done, does, release: () => release() };
}

test("does what cells wait for first and in order, then what was asked last", async () => {
  const { turns, done, does, release } = heldUp();
  const asked = ["old", "new"].map((name) => turns.ask(does(name)).answer);
  const work = ["check", "commit"].map((name) => turns.add(does(name)));
  await Promise.resolve();
  release();
  await Promise.all([...asked, ...work]);
  expect(done).toEqual(["check", "commit", "new", "old"]);
});

test("never begins a question that was given up", async () => {
  const { turns, done, does, release } = heldUp();
  const { answer, giveUp } = turns.ask(does("asked"));
  giveUp();
  await expect(answer).rejects.toThrow(GivenUpError);
  release();
  await turns.add(does("work"));
  expect(done).toEqual(["work"]);
});

test("answers the newest ten of 10,000 questions", async () => {
  const { turns, done, does, release } = heldUp();
  const asked = Array.from(
    { length: 10_000 },
    (_, index) => turns.ask(does(String(index))).answer,
  );
  await Promise.resolve();
  release();
  const answers = await Promise.allSettled(asked);
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(
    10,
  );
  expect(done).toEqual(
    Array.from({ length: 10 }, (_, index) => String(9999 - index)),
  );
});

test("goes on after work that fails", async () => {
  const turns = new Turns();
  const failing = turns.add(() => Promise.reject(new Error("it fails")));
  await expect(failing).rejects.toThrow("it fails");
  expect(await turns.add(async () => 1)).toBe(1);
});
