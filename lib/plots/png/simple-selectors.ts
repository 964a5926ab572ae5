/** What is asked of an element by a selector such as `path.xgrid`: all that stands in it. */
interface Asked {
  name: string | undefined;
  id: string | undefined;
  classes: string[];
}

/** What is read of an element. */
interface Queried {
  readonly localName: string;
  readonly id: string;
  readonly firstElementChild: Queried | null;
  readonly nextElementSibling: Queried | null;
  getAttribute(name: string): string | null;
}

type Query = (this: Queried, selector: string) => unknown;

const simple = /^([a-z]+)?(?:#([\w-]+))?((?:\.[\w-]+)*)$/i;

/**
 * Answers the selectors of which Plotly asks hundreds a figure, one name with an id or classes, by a walk through the
 * elements: jsdom's own engine takes a third of all the time that a picture of few points does. Others are left to it.
 * @param prototype of the elements that are asked
 */
export function answerSimpleSelectors(prototype: object): void {
  const { querySelector, querySelectorAll } = prototype as Record<
    "querySelector" | "querySelectorAll",
    Query
  >;
  const known = new Map<string, Asked | undefined>();
  const read = (selector: string) => {
    if (!known.has(selector)) known.set(selector, parse(selector));
    return known.get(selector);
  };
  Object.assign(prototype, {
    querySelector(this: Queried, selector: string) {
      const asked = read(selector);
      if (!asked) return querySelector.call(this, selector);
      for (const each of descendants(this)) if (is(each, asked)) return each;
      return null;
    },
    // Plotly goes through them in order, which an array does as well.
    querySelectorAll(this: Queried, selector: string) {
      const asked = read(selector);
      if (!asked) return querySelectorAll.call(this, selector);
      return [...descendants(this)].filter((each) => is(each, asked));
    },
  });
}

function parse(selector: string): Asked | undefined {
  const [whole, name, id, classes = ""] = simple.exec(selector) ?? [];
  return whole ? { name, id, classes: classes.split(".").slice(1) } : undefined;
}

function is(element: Queried, { name, id, classes }: Asked): boolean {
  if (name && element.localName !== name) return false;
  if (id && element.id !== id) return false;
  const own = ` ${element.getAttribute("class") ?? ""} `;
  return classes.every((each) => own.includes(` ${each} `));
}

/** In the order of the document. */
function* descendants(root: Queried): Generator<Queried> {
  for (let at = root.firstElementChild; at; at = at.nextElementSibling) {
    yield at;
    yield* descendants(at);
  }
}
