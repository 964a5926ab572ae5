/** A front end that shows plain text needs the beginning; the whole stands beside it. */
const mostText = 1000;
/** So much markup is searched for words: it may be megabytes. */
const mostMarkup = 100_000;

const entities: Record<string, string> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  nbsp: " ",
  "#39": "'",
};

/** The beginning of a text. */
export function shortText(text: string): string {
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text;
}

/**
 * The words of HTML or SVG, for front ends that show plain text.
 * @param name what stands for markup that has none
 */
export function wordsOf(markup: string, name: string): string {
  const words = markup
    .slice(0, mostMarkup)
    .replace(/<!--.*?(-->|$)/gs, "")
    .replace(/<(script|style)\b.*?(<\/\1\s*>|$)/gis, "")
    // Each reads on to the end where a tag is not closed: once, and not from each beginning of a tag.
    .replace(
      /<\/?(p|div|section|h[1-6]|[uo]l|li|table|tr|pre|br)\b.*?(>|$)/gis,
      "\n",
    )
    .replace(/<\/?(td|th|text)\b.*?(>|$)/gis, " ")
    .replace(/<\/?[a-z].*?(>|$)/gis, "")
    .replace(
      /&(\w+|#39);/g,
      (whole, entity: string) => entities[entity] ?? whole,
    )
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n\s*/g, "\n")
    .trim();
  return words === "" ? name : shortText(words);
}
