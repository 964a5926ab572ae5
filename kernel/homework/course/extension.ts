import { CommandError } from "../../command.ts";

const unitMs = { hour: 3_600_000, day: 86_400_000 };

/**
 * What a course grants a person: "2 days" for every assignment, "photos 2 days; trees 12 hours" for some.
 * @returns milliseconds by assignment, "" for all that are not named
 * @throws CommandError that names the place
 */
export function readDurations(
  text: string,
  place: string,
): Map<string, number> {
  const durations = new Map<string, number>();
  for (const part of text.split(";").map((each) => each.trim())) {
    if (part === "") continue;
    const [, name = "", count, unit] =
      /^(?:(\S+) +)?(\d+(?:\.\d+)?) *(hour|day)s?$/.exec(part) ?? [];
    if (count === undefined)
      throw new CommandError(
        `${place}: "${part}" is no extension. Write "2 days", "12 hours" or "photos 2 days; trees 12 hours"`,
      );
    durations.set(name, Number(count) * unitMs[unit as keyof typeof unitMs]);
  }
  return durations;
}
