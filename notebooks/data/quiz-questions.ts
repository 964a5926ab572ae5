export interface Question {
  /** The answer, worked out rather than written down, so that you still have to think when you read this file. */
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

/** @param right the number; @param rest all else; @param over by how much a measured answer may exceed it (default 0) */
function number(
  right: () => number,
  rest: Omit<Question, "right" | "accepts">,
  over = 0,
): Question {
  return {
    right: () => right().toLocaleString("en"),
    accepts: (given) =>
      given !== "" &&
      Number(given) >= right() &&
      Number(given) <= right() + over,
    ...rest,
  };
}

/** @param words different ways to say the same; the first is the one to tell */
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
  fibonacciTime: oneOf(
    ["2^n", "φ^n", "phi^n", "1.6^n", "1.62^n", "1.618^n", "exponential"],
    {
      nearMisses: [
        [
          "n",
          "Count the calls of fibo(5): more than five. Where do they come from?",
        ],
        [
          "n^2",
          "Each call makes two more, and each of those another two: squares don't grow as fast.",
        ],
        [
          "nlogn",
          "That would fit two halves; here each of the two sub-problems is nearly as large as the original.",
        ],
      ],
      hint: "How many further calls does each call make, and each of those? Write the growth as O(...).",
      because:
        "Every call makes two more, so each step of n multiplies the work: by at most 2, in the long run by φ = 1.618...",
    },
  ),
  fibonacciSpace: oneOf(["n", "linear"], {
    nearMisses: [
      [
        "2^n",
        "Those calls are not all active at the same time: one branch returns before the other starts.",
      ],
      [
        "1",
        "Each waiting call keeps its own n. How many wait at the same time?",
      ],
    ],
    hint: "Memory is needed for every call that has started but not yet returned. How deep does the tree go?",
    because:
      "At any time only the calls on one path from the root downwards are waiting.",
  }),
  sleepsInTurn: number(() => 2 + 4, {
    nearMisses: [
      [4, "That is the longer one alone; the other does not overlap with it."],
    ],
    hint: "One begins only when the other has ended.",
    because: "Waits that follow one another add up.",
  }),
  sleepsAtOnce: number(
    () => Math.max(2, 4),
    {
      nearMisses: [
        [
          6,
          "That is one after the other. What if both begin at the same time?",
        ],
        [3, "Sleeps share nothing: each takes its own time, side by side."],
      ],
      hint: "Both begin at the same time. When is the last one over? (Leave aside the start of the workers.)",
      because:
        "Waits side by side take as long as the longest of them; starting the workers adds a little.",
    },
    0.5,
  ),
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
    hint: "How many minutes are there in a day, and how many videos can one core finish in that time? (3.7 million videos, two minutes each.)",
    because: "That many cores can process a day's videos within the day.",
  }),
  downloadsWaitFor: oneOf(
    [
      "network",
      "thenetwork",
      "io",
      "i/o",
      "internet",
      "theinternet",
      "server",
      "theserver",
      "bandwidth",
      "latency",
    ],
    {
      nearMisses: [
        ["cpu", "What is there to compute while the bytes are on their way?"],
        [
          "disk",
          "It is input and output, yes; but where do the photos come from?",
        ],
      ],
      hint: "What are you waiting for when a page loads: your processor, or an answer from elsewhere?",
      because: "Meanwhile the core has next to nothing to do.",
    },
  ),
} satisfies Record<string, Question>;
