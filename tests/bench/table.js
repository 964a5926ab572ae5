// A result as Markdown: every contender's figure, then what is asked for and what was found.
import { at, findNoisy, judge, round } from "./results.js";

export function toMarkdown(result) {
  const { title, contenders, rounds, measures, floors, machine, others } =
    result;
  const verdicts = floors.map((floor) => judge(result, floor)).filter(Boolean);
  return [
    `## ${title}`,
    `${machine}. ${rounds} rounds, one contender after the other in each. ${describeNoise(result, others)}`,
    table(
      ["median [middle half]", ...contenders],
      measures.map((measure) => [
        `${measure.title}, ${measure.unit}`,
        ...contenders.map((contender) => describe(measure, contender)),
      ]),
    ),
    ...(verdicts.length > 0
      ? [
          table(
            ["asked for", "found", "at most"],
            verdicts.map(({ title: what, value, most, met }) => [
              what,
              met ? round(value) : `**${round(value)}, missed**`,
              round(most),
            ]),
          ),
        ]
      : []),
    "",
  ].join("\n\n");
}

function describe({ samples, absent = {}, percentile }, contender) {
  const all = samples[contender];
  if (!all?.length) return absent[contender] ?? "";
  const value = round(at(all, percentile));
  return all.length < 3
    ? value
    : `${value} [${round(at(all, 25))}, ${round(at(all, 75))}]`;
}

function describeNoise(result, others) {
  const noisy = findNoisy(result).map(({ title }) => title);
  return [
    others === undefined
      ? ""
      : others > 0.2
        ? `**Other programs kept ${others.toFixed(1)} cores busy: run it again on a calm machine.**`
        : "The machine was calm.",
    noisy.length > 0 ? `Widely spread: ${noisy.join("; ")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function table(head, rows) {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
