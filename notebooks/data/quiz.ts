import { questions, type Question } from "./quiz-questions.ts";

export type QuestionName = keyof typeof questions;
/** An answer per question; undefined is "not yet". */
export type Answers = Partial<
  Record<QuestionName, string | number | undefined>
>;

type State = "open" | "right" | "wrong";

interface Verdict {
  name: string;
  state: State;
  words: string;
}

const marks: Record<State, string> = { open: "◦", right: "✔", wrong: "✘" };
const spoken: Record<State, string> = {
  open: "open",
  right: "right",
  wrong: "not right yet",
};

/** What quizzes tell the index of JupyterLab's notebook: a state for each question. */
const stateMimeType = "application/vnd.romanesco.quiz+json";

/** Wrong answers to each question, as long as the kernel runs: another one brings the second hint. */
const tried = new Map<string, Set<string>>();

/**
 * Checks answers and says of each whether it is right, and if not, what to think about: what is nearly right in it, or a
 * hint; with the next wrong answer a second hint. It never says the answer.
 *
 *     quiz({ fibonacci7: 12 })
 *
 * @throws RangeError for a question that is not there
 */
export function quiz(answers: Answers): QuizResult {
  return new QuizResult(
    Object.entries(answers).map(([name, answer]) =>
      judge(name, findQuestion(name), answer),
    ),
  );
}

/** The answer to a question, for those who want to be told. @throws RangeError for a question that is not there */
export function reveal(name: QuestionName): string {
  const { right, because } = findQuestion(name);
  return `${right()}. ${because}`;
}

/** What became of each answer. Shows itself as a table. */
export class QuizResult {
  constructor(readonly verdicts: readonly Verdict[]) {}

  toString(): string {
    const width = Math.max(...this.verdicts.map(({ name }) => name.length));
    return this.verdicts
      .map(
        ({ name, state, words }) =>
          `${marks[state]} ${name.padEnd(width)}  ${words}`,
      )
      .join("\n");
  }

  get states(): Record<string, State> {
    return Object.fromEntries(
      this.verdicts.map(({ name, state }) => [name, state]),
    );
  }

  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    const rows = this.verdicts.map(
      ({ name, state, words }) =>
        `<tr><td><span role="img" aria-label="${spoken[state]}">${marks[state]}</span></td>` +
        `<th scope="row" style="text-align:left">${name}</th>` +
        `<td style="text-align:left">${escape(words)}</td></tr>`,
    );
    return {
      "text/plain": this.toString(),
      "text/html": `<table aria-label="Your answers"><tbody>${rows.join("")}</tbody></table>`,
      [stateMimeType]: this.states,
    };
  }
}

function judge(name: string, question: Question, answer: unknown): Verdict {
  if (answer === undefined)
    return { name, state: "open", words: "no answer yet" };
  const given = normalize(answer);
  if (question.accepts(given))
    return { name, state: "right", words: question.because };
  return { name, state: "wrong", words: advise(name, question, given) };
}

function advise(
  name: string,
  { nearMisses, hints: [first, second] }: Question,
  given: string,
): string {
  const before = tried.get(name) ?? new Set();
  tried.set(name, before.add(given));
  const near = nearMisses.find(([wrong]) => normalize(wrong) === given);
  const words = near?.[1] ?? first;
  return before.size > 1 ? `${words} ${second}` : words;
}

function findQuestion(name: string): Question {
  if (Object.hasOwn(questions, name)) return questions[name as QuestionName];
  throw new RangeError(
    `there is no question "${name}"; there are ${Object.keys(questions).join(", ")}.`,
  );
}

/**
 * One spelling for each answer: "O(2ⁿ)", "Θ(2 ** N)", "two to the n" and "exponentially" are one answer, and so are "CPU"
 * and "the processor".
 */
function normalize(answer: unknown): string {
  const text = String(answer)
    .toLowerCase()
    .replaceAll("ⁿ", "^n")
    .replaceAll("²", "^2")
    .replaceAll("**", "^")
    .replaceAll(/to the (?:power (?:of )?)?/g, "^")
    .replaceAll(/\btwo\b/g, "2")
    .replaceAll("squared", "^2")
    .replace(/(\d),(\d{1,2})(?!\d)/, "$1.$2") // "4,1", as on the Continent
    .replaceAll(/[.?]+$|[\s,·*{}$"'\\]/g, "");
  return synonyms.reduce(
    (words, [pattern, word]) => words.replace(pattern, word),
    text,
  );
}

/** Each is tried on what those before it have left. */
const synonyms: [RegExp, string][] = [
  [/^(?:itis|its|itgrows|itwaitsfor|theytake)/, ""],
  [/^[a-z]+(?:\(.*?\))?[=≈]/, ""], // "F(7) = 13", "n = 13"
  [/^(?:about|approximately|approx\.?|roughly|circa|ca\.?|~|≈|=)/, ""],
  [/^(?:theta|omega|[oθω])\((.*)\)$/, "$1"],
  [/^(?:oftheorder(?:of)?|order(?:of)?|proportionalto)/, ""],
  [/^exponential(?:ly|time|growth|withn|inn)*$/, "2^n"],
  [/^quadratic(?:ally|time|growth)?$/, "n^2"],
  [/^linear(?:ly|time|space|growth|withn|inn)*$/, "n"],
  [/^logarithmic(?:ally)?$|^log\(n\)$/, "logn"],
  [/^nlog\(n\)$/, "nlogn"],
  [/^constant(?:ly|time|space)?$/, "1"],
  [/^factorial(?:ly)?$/, "n!"],
  [/^(?:the|an?)?(?:cpu|processor|core)s?$/, "cpu"],
  [/^(?:the|an?)?(?:(?:hard)?(?:dis[ck]|drive)|ssd|storage)s?$/, "disk"],
  [/^(?:the)?(?:ram|memory)$/, "memory"],
];

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
