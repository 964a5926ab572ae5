import { expect, test, vi } from "vitest";
import { questions } from "../../notebooks/data/quiz-questions.ts";
import {
  type Answers,
  quiz,
  type QuestionName,
  reveal,
} from "../../notebooks/data/quiz.ts";

const right: Required<Answers> = {
  fibonacci7: 13,
  fibonacciTime: "O(2^n)",
  fibonacciSpace: "O(n)",
  sleepsInTurn: 6,
  sleepsAtOnce: 4,
  videoCores: 5139,
  downloadsWaitFor: "network",
};
const names = Object.keys(right) as QuestionName[];

test.each(names)("knows the right answer to %s", (name) => {
  expect(quiz({ [name]: right[name] }).verdicts[0]?.state).toBe("right");
});

test.each([
  ["fibonacciTime", "O(2ⁿ)"],
  ["fibonacciTime", "o( φ^n )"],
  ["fibonacciTime", "2**n"],
  ["fibonacciTime", "O(1.6^n)"],
  ["videoCores", "5,139"],
  ["downloadsWaitFor", "I/O"],
  ["sleepsAtOnce", 4.11],
  ["downloadsWaitFor", "the server"],
  ["downloadsWaitFor", "bandwidth"],
  ["fibonacciTime", "O(2^(n))"],
  ["fibonacciTime", "Θ(φⁿ)"],
  ["fibonacciTime", "exponentially"],
  ["fibonacciSpace", "the depth of the tree"],
  ["sleepsInTurn", "6 seconds"],
  ["sleepsInTurn", 6.01],
  ["videoCores", "5139 cores"],
  ["downloadsWaitFor", "an answer from the server"],
  ["downloadsWaitFor", "the internet connection"],
] as const)("takes another way to write %s: %s", (name, answer) => {
  expect(quiz({ [name]: answer }).verdicts[0]?.state).toBe("right");
});

test("leaves open what has no answer yet", () => {
  const result = quiz({ fibonacci7: undefined, sleepsAtOnce: 4 });
  expect(result.verdicts.map(({ state }) => state)).toEqual(["open", "right"]);
  expect(String(result)).toContain("no answer yet");
});

test.each([
  ["fibonacci7", 8, "That is F(6)"],
  ["fibonacci7", 21, "That is F(8)"],
  ["fibonacciTime", "O(n)", "Count the calls of fibo(5)"],
  ["sleepsAtOnce", 6, "What if both begin at the same time?"],
  ["videoCores", 5138, "left over every evening"],
  ["sleepsInTurn", 0, "One begins only when the other has ended"],
  ["fibonacciSpace", "O(log n)", "if every call halved n"],
  ["downloadsWaitFor", "the processor", "while the bytes are on their way"],
  ["videoCores", 2570, "two minutes, not one"],
] as const)("says what is wrong with %s = %s", (name, answer, words) => {
  const [verdict] = quiz({ [name]: answer }).verdicts;
  expect(verdict).toMatchObject({ state: "wrong" });
  expect(verdict?.words).toContain(words);
});

test.each(names)("has three near misses and two hints for %s", (name) => {
  const { nearMisses, hints } = questions[name];
  expect(nearMisses.length).toBeGreaterThanOrEqual(3);
  for (const [wrong, words] of nearMisses) {
    const [verdict] = quiz({ [name]: wrong }).verdicts;
    expect(verdict).toMatchObject({ state: "wrong" });
    expect(verdict?.words).toContain(words);
  }
  expect(new Set(hints).size).toBe(2);
});

test("gives the second hint only after another wrong answer", async () => {
  vi.resetModules(); // as in a kernel that has just started
  const { quiz } = await import("../../notebooks/data/quiz.ts");
  const [first, second] = questions.sleepsAtOnce.hints;
  const words = (answer: number) =>
    quiz({ sleepsAtOnce: answer }).verdicts[0]?.words;
  expect(words(100)).toBe(first);
  expect(words(100)).toBe(first);
  expect(words(200)).toBe(`${first} ${second}`);
});

test("tells the front end which answers are right, and never what they are", () => {
  const result = quiz({
    fibonacci7: undefined,
    sleepsInTurn: 6,
    videoCores: 1,
  });
  expect(displayOf(result)).toMatchObject({
    "application/vnd.romanesco.quiz+json": {
      fibonacci7: "open",
      sleepsInTurn: "right",
      videoCores: "wrong",
    },
  });
});

test.each(names)("tells no solution of %s to a wrong answer", (name) => {
  for (const wrong of ["", "banana", -1, 5138, 1, "n^2", "cpu"]) {
    const result = quiz({ [name]: wrong });
    if (result.verdicts[0]?.state === "right") continue;
    expect(wordsShownBy(result)).not.toContain(String(right[name]));
  }
});

function wordsShownBy(result: object): string[] {
  return Object.values(displayOf(result))
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
    .join(" ")
    .split(/[\s<>.:?]+/);
}

function displayOf(result: object): Record<string, unknown> {
  const show = (result as Record<symbol, () => Record<string, unknown>>)[
    Symbol.for("Jupyter.display")
  ];
  return show?.call(result) ?? {};
}

test("tells the answer to whoever asks for it", () => {
  expect(reveal("videoCores")).toMatch(/^5,139\. /);
  expect(reveal("fibonacciTime")).toMatch(/^2\^n\. /);
});

test("names the questions there are when asked for another", () => {
  expect(() => quiz({ fibonacci8: 21 } as Answers)).toThrow(
    'there is no question "fibonacci8"; there are fibonacci7',
  );
});
