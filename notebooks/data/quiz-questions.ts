export interface Question {
  /** The answer, worked out rather than written down, so that you still have to think when you read this file. */
  right(): string;
  /** @param given without spaces, commas and "about", in small letters, "2^n" for "O(2ⁿ)" and "exponential" */
  accepts(given: string): boolean;
  /** Wrong answers with a reason of their own, and what to think about. */
  nearMisses: readonly (readonly [wrong: string | number, words: string])[];
  /** What to think about: the first after any other wrong answer, the second too after another one. */
  hints: readonly [first: string, second: string];
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
    accepts: (given) => {
      const value = readNumber(given, right() >= 1000);
      return value >= right() && value <= right() + over;
    },
    ...rest,
  };
}

const numberWords: Record<string, number> = { four: 4, six: 6, thirteen: 13 };

/**
 * "13", "thirteen", "6seconds", "6000ms", "5139cores"; NaN for anything else.
 * @param isLarge whether "5.139" is five thousand, as on the Continent
 */
function readNumber(given: string, isLarge: boolean): number {
  const plain = isLarge ? given.replace(/^(\d)\.(\d{3})\b/, "$1$2") : given;
  const found = /^([\d.]+|four|six|thirteen)([a-z]*)$/.exec(plain);
  if (!found) return NaN;
  const [, digits = "", unit = ""] = found;
  const value = numberWords[digits] ?? Number(digits);
  return /^(ms|millisec(ond)?s?)$/.test(unit) ? value / 1000 : value;
}

/** @param told the answer, one way to say it; @param pattern every way */
function oneOf(
  told: string,
  pattern: RegExp,
  rest: Omit<Question, "right" | "accepts">,
): Question {
  return {
    right: () => told,
    accepts: (given) => pattern.test(given),
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
      [fibonacci(5), "That is F(5): two more sums to go."],
    ],
    hints: [
      "Begin with F(0) = 0 and F(1) = 1, and add the last two until you reach F(7).",
      "Write each number below its name: F(2) = 1, F(3) = 2, F(4) = 3. Three more sums lead to F(7).",
    ],
    because: "F(5) + F(6).",
  }),
  fibonacciTime: oneOf(
    "2^n",
    /^(2|φ|\(?phi\)?|(the)?goldenratio|c|k|1\.6\d*|\(\(?1\+(√5|sqrt\(5\))\)?\/2\))\^\(?n(-1)?\)?$|^(f|fib|fibo|fibonacci)\(n\)$/,
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
        [
          "n!",
          "That would be n calls from each call, then n - 1 from each of those. How many are there here?",
        ],
      ],
      hints: [
        "How many further calls does each call make, and each of those? Write the growth as O(...).",
        "Look at the tree and go down one level at a time: 1 call, then 2, then 4. How does that go on, and how many levels are there?",
      ],
      because:
        "Every call makes two more, so each step of n multiplies the work: by at most 2, in the long run by φ = 1.618...",
    },
  ),
  fibonacciSpace: oneOf(
    "n",
    /^(n([+-]1)?(calls|numbers|frames)?|(the)?(maximum)?(depth|height)(of(the)?(call)?(tree|stack|recursion))?)$/,
    {
      nearMisses: [
        [
          "2^n",
          "Those calls are not all active at the same time: one branch returns before the other starts.",
        ],
        [
          "1",
          "Each waiting call keeps its own n. How many wait at the same time?",
        ],
        [
          "logn",
          "That would be the depth if every call halved n. By how much is n smaller, one level further down?",
        ],
      ],
      hints: [
        "Memory is needed for every call that has started but not yet returned. How deep does the tree go?",
        "Go down the left edge of the tree of fibo(4) and count the calls that are waiting at its foot. How many would wait there for fibo(40)?",
      ],
      because:
        "At any time only the calls on one path from the root downwards are waiting.",
    },
  ),
  sleepsInTurn: number(
    () => 2 + 4,
    {
      nearMisses: [
        [
          4,
          "That is the longer one alone; the other does not overlap with it.",
        ],
        [2, "That is when the first one ends. What comes after it?"],
        [
          8,
          "That is two times four: waits follow one another, they don't multiply.",
        ],
      ],
      hints: [
        "One begins only when the other has ended.",
        "Watch the clock: it shows two seconds when the second sleep begins. What does it show when that one ends?",
      ],
      because: "Waits that follow one another add up.",
    },
    0.5,
  ),
  sleepsAtOnce: number(
    () => Math.max(2, 4),
    {
      nearMisses: [
        [
          6,
          "That is one after the other. What if both begin at the same time?",
        ],
        [3, "Sleeps share nothing: each takes its own time, side by side."],
        [2, "By then one of them is over. And the other?"],
      ],
      hints: [
        "Both begin at the same time. When is the last one over? (Leave aside the start of the workers.)",
        "Draw two bars below one another, both beginning at zero. Where does the longer one end?",
      ],
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
      [
        3_700_000 * 2,
        "Those are the minutes of work that arrive each day. How many of them can one core do in a day?",
      ],
      [
        Math.ceil(3_700_000 / (24 * 60)),
        "That is half of them: each video takes two minutes, not one.",
      ],
    ],
    hints: [
      "How many minutes are there in a day, and how many videos can one core finish in that time? (3.7 million videos, two minutes each.)",
      "A core finishes 720 videos a day. Share 3.7 million among such cores, and round up: a part of a core cannot be bought.",
    ],
    because: "That many cores can process a day's videos within the day.",
  }),
  downloadsWaitFor: oneOf(
    "network",
    /^(?!.*(cpu|processor|dis[ck]|memory|ram$))(.*(network|internet|server|bandwidth|latency|connection|response|repl(y|ies)|answer|wi-?fi|broadband|download|transfer|round-?trip|website|packet).*|(the)?(i\/?o|input(and|\/)?output|web|bytes|data|photos?|images?|pictures?)(-?bound)?(toarrive)?)$/,
    {
      nearMisses: [
        ["cpu", "What is there to compute while the bytes are on their way?"],
        [
          "disk",
          "It is input and output, yes; but where do the photos come from?",
        ],
        [
          "memory",
          "Nine photos fit into memory many times over. What are they waiting for before they get there?",
        ],
      ],
      hints: [
        "What are you waiting for when a page loads: your processor, or an answer from elsewhere?",
        "Pull out the cable while a page loads, and it stops. What did you cut?",
      ],
      because: "Meanwhile the core has next to nothing to do.",
    },
  ),
} satisfies Record<string, Question>;
