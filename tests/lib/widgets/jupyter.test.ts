import { expect, expectTypeOf, test } from "vitest";
import {
  button,
  checkbox,
  color,
  date,
  hbox,
  interact,
  number,
  output,
  radio,
  range,
  select,
  slider,
  tabs,
  text,
  toggle,
  vbox,
  Widget,
  widget,
  type View,
} from "../../../lib/widgets/index.ts";
import { modelOf } from "../../../lib/widgets/model.ts";
import { Page } from "./page.ts";

/** What Jupyter's and anywidget's own tests ask for, and no other test of ours: see ../widgets-suite.md. */
const page = new Page();
const stateOf = (view: View) =>
  page.opened.find(({ id }) => id === view.modelId)!.data.state as Record<
    string,
    unknown
  >;
const sentTo = (view: View) =>
  page.sent.filter(({ comm }) => comm === view.modelId).map(({ data }) => data);
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
/** A value of the widget that a state refers to. */
const referred = (view: View, name: string, key: string) =>
  modelOf(view.model.get(name))?.get(key);

test("what makes a control gets a control of its kind, labelled by its name", () => {
  const it = interact(
    {
      name: "Ann",
      fast: true,
      n: 2.25,
      kind: ["a", "b"],
      size: { s: 1, l: 9 },
    },
    (values) => {
      expectTypeOf(values.kind).toEqualTypeOf<string>();
      expectTypeOf(values.size).toEqualTypeOf<number>();
    },
  );
  const { name, fast, n, kind, size } = it.controls;
  expect(
    [name, fast, n, kind, size].map(({ model, label }) => [
      model.names["_model_name"],
      label,
    ]),
  ).toEqual([
    ["TextModel", "name"],
    ["CheckboxModel", "fast"],
    ["FloatTextModel", "n"],
    ["DropdownModel", "kind"],
    ["DropdownModel", "size"],
  ]);
  expect(it.values).toEqual({
    name: "Ann",
    fast: true,
    n: 2.25,
    kind: "a",
    size: 1,
  });
  expect(stateOf(size)["_options_labels"]).toEqual(["s", "l"]);
});

test("a control keeps the label that it has, and its value goes by the name it was given", async () => {
  const seen: unknown[] = [];
  const b = text({ label: "foo", value: "text" });
  const it = interact({ b }, (values) => void seen.push(values));
  page.move(b.modelId, { value: "different" });
  await it.settled();
  expect(b.label).toBe("foo");
  expect(seen).toEqual([{ b: "text" }, { b: "different" }]);
});

test("a function may be a method, and one without controls runs once", async () => {
  class Foo {
    shown: number[] = [];
    show = ({ x }: { x: number }) => void this.shown.push(x);
  }
  const foo = new Foo();
  await interact({ x: 3 }, foo.show).settled();
  const before = page.shown.length;
  await interact({}, () => "alone").settled();
  expect(foo.shown).toEqual([3]);
  expect(
    page.shown.slice(before).map(({ data }) => data["text/plain"]),
  ).toEqual(["alone"]);
});

test("a run that returns nothing shows nothing, and the next takes away what the one before showed", async () => {
  const n = slider();
  const it = interact({ n }, ({ n }) => (n === 0 ? "zero" : undefined));
  page.move(n.modelId, { value: 1 });
  await it.settled();
  expect(page.shown.at(-1)!.data["text/plain"]).toBe("");
});

test("a range keeps to its ends, however it is set, and refuses one that is the wrong way round", () => {
  const years = range({ min: 0, max: 6, value: [2, 4] });
  for (const [asked, got] of [
    [
      [0, 1],
      [0, 1],
    ],
    [
      [5, 6],
      [5, 6],
    ],
    [
      [-3, 9],
      [0, 6],
    ],
  ] as const) {
    years.value = asked;
    expect(years.value).toEqual(got);
  }
  expect(() => (years.value = [4, 2])).toThrow("lower to its upper");
  const tenths = range({ min: 0, max: 0.6, value: [0.2, 0.4] });
  expect(tenths.model.names["_model_name"]).toBe("FloatRangeSliderModel");
  expect(() => range({ min: 2, max: 1 })).toThrow("min must be the smaller");
});

test("values that two options share are told apart by the option that was chosen", () => {
  const choice = select({ options: { first: 1, dup: 2, again: 2 } });
  const heard: number[] = [];
  choice.on("change", (value) => heard.push(value));
  for (const index of [2, 1, 0]) page.move(choice.modelId, { index });
  // In code, the first that has the value.
  choice.value = 2;
  expect(choice.model.get("index")).toBe(1);
  expect(heard).toEqual([2, 2, 1, 2]);
});

test("an option that there is not is refused in code and corrected in the page", () => {
  const choice = radio({ options: ["a", "b"], value: "b" });
  page.move(choice.modelId, { index: 7 });
  expect(choice.value).toBe("b");
  expect(page.updatesOf(choice.modelId)).toEqual([{ index: 1 }]);
});

test("what a page says is echoed before what a listener changes is sent, and that only once", () => {
  const own = new Widget({ esm: "", state: { value: 1, square: 1 } });
  own.on("change:value", (value) => own.set({ square: value ** 2 }));
  page.move(own.modelId, { value: 8, unexpected: 43 });
  expect(sentTo(own)).toEqual([
    { method: "echo_update", state: { value: 8 }, buffer_paths: [] },
    { method: "update", state: { square: 64 }, buffer_paths: [] },
  ]);
});

test("a listener may set the value that it hears of, and ends where it stops", () => {
  const n = slider({ max: 99, value: 1 });
  n.on("change", (value) => {
    if (value === 42) n.value = 2;
    else if (value === 2) n.value = 43;
  });
  page.move(n.modelId, { value: 42 });
  expect(n.value).toBe(43);
  expect(page.updatesOf(n.modelId)).toEqual([{ value: 2 }, { value: 43 }]);
});

test("whole numbers and others are the same to a page, and what is no whole number is rounded where one is wanted", () => {
  const whole = slider({ max: 9 });
  page.move(whole.modelId, { value: 5.6 });
  expect(whole.value).toBe(6);
  const any = number();
  page.move(any.modelId, { value: 1 });
  page.move(any.modelId, { value: 1.2 });
  expect(any.value).toBe(1.2);
  expect(page.updatesOf(any.modelId)).toEqual([]);
});

test("setting nothing sends nothing, and several values go in one message", () => {
  const own = new Widget({ esm: "", state: { a: 1, b: 2, c: 3 } });
  own.set({});
  own.set({ a: 1 });
  expect(sentTo(own)).toEqual([]);
  own.set({ a: 5, b: 6, c: 3 });
  expect(page.updatesOf(own.modelId)).toEqual([{ a: 5, b: 6 }]);
});

test("a closed widget is gone from every page, says nothing more, and may be closed again", () => {
  const n = slider();
  n.close();
  n.close();
  n.value = 4;
  expect(n.value).toBe(4);
  expect(sentTo(n)).toEqual([]);
});

test("tabs open the first, or another that there is, and have a title each", () => {
  const all = tabs({ One: slider(), Two: text() });
  expect(stateOf(all)).toMatchObject({
    selected_index: 0,
    titles: ["One", "Two"],
  });
  all.selected = 1;
  expect(page.updatesOf(all.modelId)).toEqual([{ selected_index: 1 }]);
  expect(() => (all.selected = 2)).toThrow(
    "there is no tab 2: the last of them is 1",
  );
  expect(() => (all.selected = -1)).toThrow("there is no tab -1");
});

test("what is in a box can be changed, and is sent as references", () => {
  const [one, two] = [slider(), text()];
  const box = vbox([one]);
  expect(stateOf(box)["children"]).toEqual([`IPY_MODEL_${one.modelId}`]);
  box.children = [one, two];
  expect(page.updatesOf(box.modelId)).toEqual([
    { children: [one, two].map(({ modelId }) => `IPY_MODEL_${modelId}`) },
  ]);
  expect(box.children).toEqual([one, two]);
});

test("a day keeps to its ends, may be none, and knows years before 100", () => {
  const [min, max] = [new Date(2026, 0, 10), new Date(2026, 0, 20)];
  const day = date({ value: new Date(2026, 0, 1), min, max });
  expect(day.value).toEqual(min);
  day.value = new Date(2030, 0, 1);
  expect(day.value).toEqual(max);
  day.value = null;
  expect(day.value).toBe(null);
  page.move(day.modelId, { value: { year: 2026, month: 0, date: 31 } });
  expect(day.value).toEqual(max);
  expect(page.updatesOf(day.modelId).at(-1)).toEqual({
    value: { year: 2026, month: 0, date: 20 },
  });
  expect(() => date({ min: max, max: min })).toThrow(
    "min must be the earlier one",
  );
});

test("files that a page uploads come with their bytes, and can be taken away", () => {
  const upload = widget("FileUpload", { accept: ".txt", multiple: true });
  const bytes = new TextEncoder().encode("file content");
  const file = {
    name: "a.txt",
    type: "text/plain",
    size: 12,
    last_modified: 1,
  };
  page.say(
    upload.modelId,
    {
      method: "update",
      state: { value: [file, { ...file, name: "b.txt" }] },
      buffer_paths: [
        ["value", 0, "content"],
        ["value", 1, "content"],
      ],
    },
    [bytes, bytes],
  );
  expect(upload.get("value")).toEqual([
    { ...file, content: bytes },
    { ...file, name: "b.txt", content: bytes },
  ]);
  expect(page.updatesOf(upload.modelId)).toEqual([]);
  upload.set({ value: [] });
  expect(page.updatesOf(upload.modelId)).toEqual([{ value: [] }]);
});

test("two widgets are linked in the page by a third that names both", () => {
  const [one, two] = [toggle(), toggle()];
  const link = widget("Link", {
    source: [one, "value"],
    target: [two, "value"],
  } as never);
  expect(stateOf(link)).toMatchObject({
    source: [`IPY_MODEL_${one.modelId}`, "value"],
    target: [`IPY_MODEL_${two.modelId}`, "value"],
  });
});

test("binary data of every kind and at every depth goes beside the JSON, and the rest stays as it is", () => {
  const own = new Widget<Record<string, unknown>>({
    esm: "",
    state: { all: 0 },
  });
  const bytes = Uint8Array.of(1, 2);
  own.set({
    all: {
      plain: [0, "text"],
      x: { ar: bytes },
      z: [Float32Array.of(1), bytes.buffer],
      deep: { b: [0, { deeper: new DataView(bytes.buffer) }] },
    },
  });
  const { data, buffers } = page.sent.at(-1)!;
  expect(data["buffer_paths"]).toEqual([
    ["all", "x", "ar"],
    ["all", "z", 0],
    ["all", "z", 1],
    ["all", "deep", "b", 1, "deeper"],
  ]);
  expect(buffers).toHaveLength(4);
  expect(data["state"]).toMatchObject({ all: { plain: [0, "text"], x: {} } });
  expect((own.get("all") as { x: { ar: unknown } }).x.ar).toBe(bytes);
});

test("an output takes displays of any kind, in order", async () => {
  const log = output();
  await log.capture(() => {
    const { display } = (globalThis as never)[
      Symbol.for("romanesco.notebook")
    ] as { display(data: object): void };
    display({ "text/markdown": "# snakes" });
    display({ "image/png": "Zm9v" });
  });
  await nextTurn();
  expect(page.updatesOf(log.modelId).at(-1)).toEqual({
    outputs: [
      {
        output_type: "display_data",
        data: { "text/markdown": "# snakes" },
        metadata: {},
      },
      {
        output_type: "display_data",
        data: { "image/png": "Zm9v" },
        metadata: {},
      },
    ],
  });
});

test("a widget of one's own shows in words what it holds, not its module, and no more than a few lines of it", () => {
  const own = new Widget({
    esm: "secret module",
    state: { data: Array(5000).fill(7) },
  });
  own.show();
  const words = String(page.shown.at(-1)!.data["text/plain"]);
  expect(words).toMatch(/^data: \[7,7,/);
  expect(words.length).toBeLessThan(400);
  expect(words).not.toContain("secret");
});

test("a module may stand at an address, and a widget without styles has none", () => {
  const own = new Widget({ esm: "https://example.com/foo.js" });
  expect(stateOf(own)).toMatchObject({
    _esm: "https://example.com/foo.js",
    _css: "",
    _anywidget_id: "romanesco.Widget",
  });
});

test("controls that stand below one another have labels of the same width, and those beside one another wrap", () => {
  const [n, size] = [
    slider({ label: "n" }),
    slider({ label: "size of one task" }),
  ];
  const fast = checkbox({ label: "fast" });
  const labelOf = (view: View) => referred(view, "style", "description_width");
  expect([n, size].map(labelOf)).toEqual(["initial", "initial"]);
  vbox([
    n,
    size,
    fast,
    color({ label: "colour" }),
    button({ label: "a very long one" }),
  ]);
  expect([n, size, fast].map(labelOf)).toEqual(["17ch", "17ch", "17ch"]);
  expect(referred(n, "layout", "width")).toBe(
    referred(size, "layout", "width"),
  );
  expect(fast.model.get("indent")).toBe(true);
  n.label = "this one is longer still";
  expect([n, size].map(labelOf)).toEqual(["25ch", "25ch"]);
  expect(referred(hbox([slider()]), "layout", "flex_flow")).toBe("row wrap");
});

test("a slider with a long label is as much longer", () => {
  const one = slider({ label: "a label of many words" });
  expect(referred(one, "layout", "width")).toBe("calc(22ch + 240px)");
  expect(referred(one, "layout", "max_width")).toBe("100%");
  expect(slider({ label: "short" }).model.get("layout")).toBeUndefined();
});
