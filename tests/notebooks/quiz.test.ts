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

/** Of each question: other ways to write the right answer, and answers that are not right however near they come. */
const ways: Record<QuestionName, [right: unknown[], wrong: unknown[]]> = {
  fibonacci7: [
    ["13", " 13 ", "13.", "F(7) = 13", "thirteen", "Thirteen", "it is 13", 13n],
    ["13 or 21", "1.3", "-13", "fibo(7)", 12, 14, NaN],
  ],
  fibonacciTime: [
    ["O(2ⁿ)", "o( φ^n )", "2**n", "O(1.6^n)", "O(2^(n))", "Θ(φⁿ)", "O(2^{n})"],
    ["O(n)", "n²", "O(n log n)", "quadratic", "n^n", "2n", "log(n)", "O(2^m)"],
  ],
  fibonacciSpace: [
    ["n", "O( N )", "linear", "linearly", "the depth of the tree", "O(n-1)"],
    ["O(1)", "constant", "O(n^2)", "O(log n)", "exponential", "2n^2"],
  ],
  sleepsInTurn: [
    ["6 seconds", 6.01, "6 s", "six seconds", "6000 ms", "about 6", "6 sec"],
    ["6 minutes or so, 7", "4 s", 60, "2 + 4 or 8", 5.9],
  ],
  sleepsAtOnce: [
    [4.11, "4 s", "Four seconds", "4,0", "~4", "t = 4 s", "4000 milliseconds"],
    ["6", "2 s", 3, 3.9, 40],
  ],
  videoCores: [
    ["5,139", "5 139", "5.139", "5139 cores", "about 5139", "5'139 CPUs"],
    [5138, 5140, "5138.9", "5,139,000", "fourteen"],
  ],
  downloadsWaitFor: [
    ["I/O", "the server", "bandwidth", "an answer from the server", "Networks"],
    [
      "the CPU, not the network",
      "hard disc",
      "the disks",
      "RAM",
      "electricity",
    ],
  ],
};
ways.fibonacciTime[0].push(
  ...["exponentially", "exponential time", "two to the n", "Phi^N", "O(F(n))"],
  ...["2 to the power of n", "T(n) = O(2^n)", "golden ratio ^ n"],
);
ways.downloadsWaitFor[0].push(
  ...["the internet connection", "its replies", "input/output", "Wi-Fi"],
  ...["the remote servers", "latency", "data transfer", "the photos"],
);

test.each(names)("takes each way to write the answer to %s", (name) => {
  for (const answer of ways[name][0]) {
    const [verdict] = quiz({ [name]: answer }).verdicts;
    expect(verdict?.state, `${String(answer)}`).toBe("right");
  }
});

test.each(names)("takes nothing else for the answer to %s", (name) => {
  for (const answer of ways[name][1]) {
    const [verdict] = quiz({ [name]: answer }).verdicts;
    expect(verdict?.state, `${String(answer)}`).toBe("wrong");
  }
});

test("knows a near miss by its other names", () => {
  const words = (answers: Answers) => quiz(answers).verdicts[0]?.words;
  for (const [answer, other] of [
    ["O(n)", "linear"],
    ["O(n²)", "quadratic"],
    ["O(n²)", "n squared"],
    ["n!", "factorial"],
    ["O(n log n)", "n log(n)"],
  ])
    expect(words({ fibonacciTime: other })).toBe(
      words({ fibonacciTime: answer }),
    );
});

test("says to those who don't see the marks which answers are right", () => {
  const html = displayOf(quiz({ fibonacci7: 13, sleepsInTurn: 4 }))[
    "text/html"
  ];
  expect(html).toMatch(/aria-label="right".*scope="row".*fibonacci7/);
  expect(html).toMatch(/aria-label="not right yet".*sleepsInTurn/);
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
