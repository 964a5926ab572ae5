import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import { parser } from "@lezer/javascript";

/**
 * Classes of Pygments, for which nbconvert brings the colours of each theme. Pygments itself takes some divisions for
 * regular expressions; this parser is the one of JupyterLab's editor.
 */
const pygments = tagHighlighter([
  { tag: tags.comment, class: "c1" },
  { tag: tags.keyword, class: "k" },
  { tag: [tags.bool, tags.null, tags.self], class: "kc" },
  { tag: tags.number, class: "mi" },
  { tag: tags.string, class: "s1" },
  { tag: tags.special(tags.string), class: "sb" },
  { tag: tags.regexp, class: "sr" },
  { tag: [tags.operator, tags.derefOperator], class: "o" },
  { tag: [tags.punctuation, tags.bracket, tags.separator], class: "p" },
  { tag: tags.typeName, class: "nb" },
  { tag: tags.function(tags.variableName), class: "nx" },
  { tag: tags.variableName, class: "nx" },
  { tag: tags.propertyName, class: "nx" },
]);

const languages: Record<string, string> = {
  typescript: "ts",
  tsx: "ts jsx",
  javascript: "",
};

/** Colours the code cells of TypeScript and JavaScript notebooks. */
export function highlightCells(): void {
  for (const [language, dialect] of Object.entries(languages)) {
    const typescript = parser.configure({ dialect });
    for (const pre of document.querySelectorAll(`.hl-${language} pre`)) {
      const text = pre.textContent ?? "";
      pre.replaceChildren(...colour(text, typescript.parse(text)));
    }
  }
}

function colour(
  text: string,
  tree: ReturnType<typeof parser.parse>,
): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  highlightTree(tree, pygments, (from, to, classes) => {
    const span = document.createElement("span");
    span.className = classes;
    span.textContent = text.slice(from, to);
    parts.push(text.slice(end, from), span);
    end = to;
  });
  return [...parts, text.slice(end)];
}
