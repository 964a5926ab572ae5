export interface Question {
  /** The answer, worked out rather than written down: whoever reads this file shall still have to think. */
  right(): string;
  /** @param given without spaces and commas, small letters, "2^n" for "O(2ⁿ)" */
  accepts(given: string): boolean;
  /** Wrong answers with a reason of their own, and what to think about. */
  nearMisses?: readonly (readonly [wrong: string | number, words: string])[];
  /** What to think about after any other wrong answer. */
  hint: string;
  /** Why the right answer is right; shown only with it. */
  because: string;
}

/** @param right the number; @param rest all else */
function number(
  right: () => number,
  rest: Omit<Question, "right" | "accepts">,
): Question {
  return {
    right: () => right().toLocaleString("en"),
    accepts: (given) => given !== "" && Number(given) === right(),
    ...rest,
  };
}

/** @param words all that say the same; the first is the one to tell */
function oneOf(
  words: readonly string[],
  rest: Omit<Question, "right" | "accepts">,
): Question {
  return {
    right: () => words[0] ?? "",
    accepts: (given) => words.some((word) => word.toLowerCase() === given),
    ...rest,
  };
}

function fibonacci(n: number): number {
  let [current, next] = [0, 1];
  for (let i = 0; i < n; i++) [current, next] = [next, current + next];
  return current;
}

export const questions = {
  fibonacci7: number(() => fibonacci(7), {
    nearMisses: [
      [fibonacci(6), "That is F(6): did you begin to count at F(1) = 0?"],
      [fibonacci(8), "That is F(8): the sequence begins with F(0) = 0."],
    ],
    hint: "Begin with F(0) = 0 and F(1) = 1, and add the last two until you reach F(7).",
    because: "F(5) + F(6).",
  }),
  fibonacciTime: oneOf(["2^n", "φ^n", "phi^n", "1.618^n", "exponential"], {
    nearMisses: [
      [
        "n",
        "Count the calls of fibo(5): more than five. Where do they come from?",
      ],
      [
        "n^2",
        "Each call makes two, each of those two more: squares don't grow as fast.",
      ],
      ["nlogn", "That would be two halves; here each part is nearly as large."],
    ],
    hint: "How many calls does a call make? And what does each of those do? Write it as O(...).",
    because: "Every call makes two more, so a step of n multiplies the work.",
  }),
  fibonacciSpace: oneOf(["n", "linear"], {
    nearMisses: [
      [
        "2^n",
        "Those calls don't live at the same time: one branch ends first.",
      ],
      ["1", "Each waiting call keeps its own n. How many wait at once?"],
    ],
    hint: "Memory is what the calls hold that have begun and not ended. How deep does the tree go?",
    because: "Only one path from the root down is waiting at any time.",
  }),
  sleepsInTurn: number(() => 2 + 4, {
    nearMisses: [
      [4, "That is the longer one alone; the other does not overlap with it."],
    ],
    hint: "One begins when the other has ended.",
    because: "Waits in turn add up.",
  }),
  sleepsAtOnce: number(() => Math.max(2, 4), {
    nearMisses: [
      [6, "That is one after the other. What if both begin at once?"],
      [3, "Sleeps share nothing: each takes its own time, side by side."],
    ],
    hint: "Both begin at once. When is the last one over?",
    because: "Waits side by side take as long as the longest.",
  }),
  videoCores: number(() => Math.ceil((3_700_000 * 2) / (24 * 60)), {
    nearMisses: [
      [
        Math.floor((3_700_000 * 2) / (24 * 60)),
        "Nearly: a few videos are left over every evening.",
      ],
      [
        3_700_000,
        "That is a core for each video. How many can one do in a day?",
      ],
    ],
    hint: "How many minutes has a day? How many videos does a core finish in it?",
    because: "So many cores finish a day's videos within the day.",
  }),
  downloadsWaitFor: oneOf(["network", "io", "i/o", "theinternet", "internet"], {
    nearMisses: [
      ["cpu", "What does the core compute while bytes are on their way?"],
      ["disk", "It is input and output, yes; but where do photos come from?"],
    ],
    hint: "What are you waiting for when a page loads: your processor or somebody else's answer?",
    because: "The core has next to nothing to do meanwhile.",
  }),
} satisfies Record<string, Question>;
