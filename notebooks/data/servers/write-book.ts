import { makeRandom, pick } from "./random.ts";

/** The same book makes the same text, on every machine. */
export interface Book {
  title: string;
  author: string;
  seed: number;
  chapters: number;
}

const paragraphsPerChapter = 16;
const columns = 72;

const words = {
  who: "the ferryman|my aunt|the old gardener|a clerk from the harbour|the schoolmistress|her younger brother|the captain|nobody|the miller's daughter|a stranger in a grey coat|the whole village|the doctor",
  did: "counted the lamps along|had never forgotten|walked slowly towards|kept a careful list of|spoke too often of|looked for|could not pass|had drawn a map of|was late for|dreamed all winter of|sold|returned to",
  what: "the spiral staircase|the last train|the kitchen garden|the salt road|a green cauliflower|the broken weir|the lighthouse|the summer fair|the library|the orchard wall|the tide|the long letter",
  when: "before the rain came|in the second week of March|as the bells began|while the kettle sang|long after supper|on the coldest day of that year|when the harvest was in|without saying a word|as if it were nothing|for the first time in seven years",
  link: "and|but|for|so|yet|while",
  said: "said|answered|whispered|repeated|insisted",
  speech:
    "There is time enough|You will want a lantern|It grows as the numbers grow|I have seen it before|Nothing here is ever lost|Take the upper path|One and one, then two, then three|Let them come in turn",
};
const lists = Object.fromEntries(
  Object.entries(words).map(([name, all]) => [name, all.split("|")]),
) as Record<keyof typeof words, string[]>;

/** A plain text as libraries keep it: head, chapters, paragraphs, no line over 72 characters, a newline at the end. */
export function writeBook({ title, author, seed, chapters }: Book): string {
  const random = makeRandom(seed);
  const parts = [
    `Title: ${title}\n\nAuthor: ${author}\n\nMade for this course. It belongs to nobody: use it as you like.`,
  ];
  for (let chapter = 1; chapter <= chapters; chapter++) {
    parts.push(`\nCHAPTER ${chapter}\n`);
    for (let i = 0; i < paragraphsPerChapter; i++)
      parts.push(wrap(writeParagraph(random)));
  }
  return `${parts.join("\n\n")}\n\n\nTHE END\n`;
}

function writeParagraph(random: () => number): string {
  const sentences = Array.from({ length: 3 + Math.floor(random() * 5) }, () =>
    random() < 0.2 ? writeSpeech(random) : writeSentence(random),
  );
  return sentences.join(" ");
}

function writeSentence(random: () => number): string {
  const from = (name: keyof typeof lists) => pick(lists[name], random);
  const clause = () => `${from("who")} ${from("did")} ${from("what")}`;
  const first = `${clause()} ${from("when")}`;
  const whole =
    random() < 0.5 ? first : `${first}, ${from("link")} ${clause()}`;
  return `${capitalize(whole)}.`;
}

function writeSpeech(random: () => number): string {
  const from = (name: keyof typeof lists) => pick(lists[name], random);
  return `"${from("speech")}," ${from("said")} ${from("who")}.`;
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].join("\n");
}
