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

/**
 * Checks answers and says of each whether it is right, and if not, what to think about. It never says the answer.
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

  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const rows = this.verdicts.map(
      ({ name, state, words }) =>
        `<tr><td>${marks[state]}</td><th style="text-align:left">${name}</th>` +
        `<td style="text-align:left">${escape(words)}</td></tr>`,
    );
    return {
      "text/plain": this.toString(),
      "text/html": `<table><tbody>${rows.join("")}</tbody></table>`,
    };
  }
}

function judge(name: string, question: Question, answer: unknown): Verdict {
  const { accepts, nearMisses = [], hint, because } = question;
  if (answer === undefined)
    return { name, state: "open", words: "no answer yet" };
  const given = normalize(answer);
  if (accepts(given)) return { name, state: "right", words: because };
  const near = nearMisses.find(([wrong]) => normalize(wrong) === given);
  return { name, state: "wrong", words: near?.[1] ?? hint };
}

function findQuestion(name: string): Question {
  if (Object.hasOwn(questions, name)) return questions[name as QuestionName];
  throw new RangeError(
    `there is no question "${name}"; there are ${Object.keys(questions).join(", ")}.`,
  );
}

/** "O(2ⁿ)", "o( 2^N )" and "2**n" are one answer. */
function normalize(answer: unknown): string {
  return String(answer)
    .toLowerCase()
    .replaceAll("ⁿ", "^n")
    .replaceAll("²", "^2")
    .replaceAll("**", "^")
    .replaceAll(/[\s,]/g, "")
    .replace(/^o\((.*)\)$/, "$1");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
