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
  type Control,
  type View,
} from "../../../lib/widgets/index.ts";
import { Page } from "./page.ts";

const page = new Page();
const stateOf = (view: View) =>
  page.opened.find(({ id }) => id === view.modelId)!.data.state as Record<
    string,
    unknown
  >;
/** What a cell shows of it. */
function show(view: View): Record<string, unknown> {
  view.show();
  return page.shown.at(-1)!.data;
}
const outputs = () =>
  page.shown
    .filter(({ data }) => "application/vnd.romanesco.outputs.v1+json" in data)
    .map(({ data }) => data);

const placeOf = (data: Record<string, unknown>) =>
  (data["application/vnd.romanesco.outputs.v1+json"] as { id: string }).id;

test("a slider says in Jupyter's words what it is, and nothing that front ends know themselves", () => {
  const workers = slider({ label: "workers", min: 1, max: 8, value: 2 });
  expect(stateOf(workers)).toEqual({
    _model_name: "IntSliderModel",
    _model_module: "@jupyter-widgets/controls",
    _model_module_version: "2.0.0",
    _view_name: "IntSliderView",
    _view_module: "@jupyter-widgets/controls",
    _view_module_version: "2.0.0",
    description: "workers",
    min: 1,
    max: 8,
    value: 2,
    style: expect.stringMatching(/^IPY_MODEL_/),
  });
  const third = slider({ min: 0, max: 1, value: 0.3 });
  expect(stateOf(third)).toMatchObject({
    _model_name: "FloatSliderModel",
    step: 0.01,
  });
});

test("a value set in code goes to the page once; the same value goes nowhere", () => {
  const workers = slider({ max: 8 });
  const heard: number[][] = [];
  workers.on("change", (value, before) => heard.push([value, before]));
  workers.value = 3;
  workers.value = 3;
  expect(page.updatesOf(workers.modelId)).toEqual([{ value: 3 }]);
  expect(heard).toEqual([[3, 0]]);
});

test("a value set in the page is echoed to all pages, and told once", async () => {
  const workers = slider({ max: 8 });
  const heard: number[] = [];
  const end = workers.on("change", (value) => heard.push(value));
  page.move(workers.modelId, { value: 5 });
  expect(workers.value).toBe(5);
  expect(page.sent.at(-1)!.data).toEqual({
    method: "echo_update",
    state: { value: 5 },
    buffer_paths: [],
  });
  expect(page.updatesOf(workers.modelId)).toEqual([]);
  end();
  page.move(workers.modelId, { value: 6 });
  expect(heard).toEqual([5]);
});

test("a value that a control cannot have is corrected in the page, and one of another kind leaves it as it was", () => {
  const workers = slider({ min: 1, max: 8, value: 2 });
  page.move(workers.modelId, { value: 20 });
  expect(workers.value).toBe(8);
  page.move(workers.modelId, { value: "many" });
  expect(workers.value).toBe(8);
  expect(page.updatesOf(workers.modelId)).toEqual([{ value: 8 }, { value: 8 }]);
  page.move(workers.modelId, { _esm: "code", nothing: 1 });
  expect(workers.value).toBe(8);
});

test("each control has its value, typed", () => {
  expectTypeOf(slider()).toEqualTypeOf<Control<number>>();
  const years = range({ min: 1990, max: 2025, value: [2000, 2010] });
  page.move(years.modelId, { value: [2001, 2002] });
  expect(years.value).toEqual([2001, 2002]);
  const n = number({ value: 3, max: 5 });
  n.value = 7;
  expect(n.value).toBe(5);
  const name = text({ value: "Ann", rows: 3 });
  expect(stateOf(name)["_model_name"]).toBe("TextareaModel");
  const kind = select({ options: ["threads", "processes"] });
  expectTypeOf(kind.value).toEqualTypeOf<"threads" | "processes">();
  page.move(kind.modelId, { index: 1 });
  expect(kind.value).toBe("processes");
  const size = radio({ options: { small: 1, large: 100 }, value: 100 });
  expect([size.value, stateOf(size)["index"]]).toEqual([100, 1]);
  size.value = 1;
  expect(page.updatesOf(size.modelId)).toEqual([{ index: 0 }]);
  const day = date({ value: new Date(2026, 0, 31) });
  expect(stateOf(day)["value"]).toEqual({ year: 2026, month: 0, date: 31 });
  page.move(day.modelId, { value: { year: 99, month: 1, date: 1 } });
  expect(day.value?.getFullYear()).toBe(99);
  expect(checkbox({ value: true }).value).toBe(true);
  expect(toggle().value).toBe(false);
  expect(color().value).toBe("black");
});

test("on a logarithmic slider equal ways are equal factors, and its value is the number itself", () => {
  const size = slider({ min: 10, max: 1e6, value: 300, log: true });
  expect(stateOf(size)).toMatchObject({
    _model_name: "FloatLogSliderModel",
    min: 1,
    max: 6,
    value: 300,
  });
  page.move(size.modelId, { value: 1258.925411794167 });
  expect(size.value).toBeCloseTo(1258.9254);
  expect(show(size)["text/plain"]).toMatch(/^1260 \(10 to 1000000\)\n/);
  size.value = 1e9;
  expect(size.value).toBe(1e6);
  expect(() => slider({ min: 0, log: true })).toThrow("more than 0; got 0");
});

test("what makes no control is refused, with what to give instead", () => {
  expect(() => slider({ min: 9, max: 1 })).toThrow(
    "min must be the smaller one",
  );
  expect(() => slider({ step: 0 })).toThrow("step must be more than 0; got 0");
  expect(() => slider({ max: Number.NaN })).toThrow(
    "max must be a number; got NaN",
  );
  expect(() => slider({ value: "2" as never })).toThrow(
    "must be a number; got 2",
  );
  expect(() => range({ value: [5, 1] })).toThrow("lower to its upper");
  expect(() => select({ options: [] })).toThrow('such as ["a", "b"]');
  expect(() => (select({ options: ["a"] }).value = "b" as "a")).toThrow(
    "b is none of the options: a",
  );
  expect(() => date({ value: new Date("soon") })).toThrow("a valid Date");
  expect(() => vbox([1 as never])).toThrow("a box can hold only widgets");
  expect(() => widget("Slider" as "Play")).toThrow("There are: Layout, ");
  expect(() => new Widget({ esm: 1 as never })).toThrow("module as text");
  expect(() => new Widget({ esm: "", state: { _esm: "" } })).toThrow("own");
  expect(() => interact({ a: {} as never }, () => 1)).toThrow("no control");
});

test("a button tells of each press", async () => {
  const more = button({ label: "more" });
  let count = 0;
  more.on("click", () => count++);
  const press = { method: "custom", content: { event: "click" } };
  page.say(more.modelId, press);
  page.say(more.modelId, { method: "custom", content: null });
  more.click();
  expect(count).toBe(2);
});

test("any of Jupyter's widgets can be made by its name", () => {
  const play = widget("Play", { max: 10 });
  expectTypeOf(play.get("interval")).toEqualTypeOf<number>();
  expect(play.get("interval")).toBe(100);
  page.move(play.modelId, { value: 4 });
  expect(play.get("value")).toBe(4);
  play.set({ playing: true });
  expect(page.updatesOf(play.modelId)).toEqual([{ playing: true }]);
});

test("a widget of one's own shares its state by anywidget's contract, binary data beside it", async () => {
  const pixels = new Uint8Array([1, 2, 3]);
  const own = new Widget({
    esm: "export default {}",
    state: { count: 0, layers: [{ pixels }] },
  });
  expect(stateOf(own)).toMatchObject({
    _model_module: "anywidget",
    _esm: "export default {}",
    count: 0,
    layers: [{}],
  });
  const heard: unknown[] = [];
  own.on("change:count", (count) => heard.push(count));
  own.on("message", (content, buffers) => heard.push(content, buffers.length));
  page.move(own.modelId, { count: 1 });
  page.say(own.modelId, { method: "custom", content: "hello" }, [pixels]);
  expect(heard).toEqual([1, "hello", 1]);
  const update = { layers: [{}] };
  const paths = [["layers", 0, "pixels"]];
  page.say(
    own.modelId,
    { method: "update", state: update, buffer_paths: paths },
    [new Uint8Array([9])],
  );
  expect(own.get("layers")[0]?.pixels).toEqual(new Uint8Array([9]));
  own.set({ count: 5 });
  own.send({ ping: 1 });
  expect(page.sent.at(-1)!.data).toEqual({
    method: "custom",
    content: { ping: 1 },
  });
  expect(own.get("count")).toBe(5);
});

test("a path of binary data changes nothing but the state it belongs to", () => {
  const own = new Widget({ esm: "", state: { a: {} } });
  page.say(
    own.modelId,
    {
      method: "update",
      state: { a: {} },
      buffer_paths: [["__proto__", "polluted"], ["b", "c"], []],
    },
    [new Uint8Array([1])],
  );
  expect({}).not.toHaveProperty("polluted");
});

test("a page that was loaded anew gets all widgets with their values at once, and one of them when it asks it", () => {
  const workers = slider({ label: "workers", max: 8 });
  const box = hbox([workers]);
  workers.value = 6;
  const { states } = page.ask("jupyter.widget.control", {
    method: "request_states",
  }) as {
    states: Record<string, { model_name: string; state: object }>;
  };
  expect(states[workers.modelId]).toMatchObject({
    model_name: "IntSliderModel",
    state: { value: 6, min: 0, step: 1 },
  });
  expect(states[box.modelId]!.state).toMatchObject({
    children: [`IPY_MODEL_${workers.modelId}`],
  });
  page.say(workers.modelId, { method: "request_state" });
  expect(page.updatesOf(workers.modelId).at(-1)).toMatchObject({ value: 6 });
  workers.close();
  const after = page.ask("jupyter.widget.control", {
    method: "request_states",
  }) as { states: object };
  expect(after.states).not.toHaveProperty(workers.modelId);
});

test("a page that draws no widgets closes them for itself: what they show stays, and what code changes", () => {
  const n = slider({ label: "n", max: 8 });
  page.close(n.modelId);
  n.value = 3;
  const box = vbox([n]);
  expect(show(box)["text/plain"]).toContain("n: 3 (0 to 8)");
  const { states } = page.ask("jupyter.widget.control", {
    method: "request_states",
  }) as { states: object };
  expect(states).not.toHaveProperty(n.modelId);
  expect(states).toHaveProperty(box.modelId);
});

test("what a cell shows says the state in HTML without a script, and what is missing where nothing moves", () => {
  const name = text({ label: "<b>", value: "<script>" });
  const workers = slider({ label: "workers", min: 1, max: 8, value: 2 });
  const bundle = show(tabs({ One: vbox([workers, name]), Two: checkbox() }));
  expect(bundle["application/vnd.jupyter.widget-view+json"]).toMatchObject({
    version_major: 2,
    version_minor: 0,
  });
  const line =
    "The controls move where jupyterlab_widgets and anywidget are installed and the cell has been run.";
  expect(bundle["text/plain"]).toBe(
    `One\nworkers: 2 (1 to 8)\n<b>: <script>\nTwo\nno\n${line}`,
  );
  const html = String(bundle["text/html"]);
  expect(html).toContain("&lt;script&gt;");
  expect(html).not.toMatch(/<script|on\w+=/);
  expect(html).toContain(line);
});

test("a page that saves is told what stands in the notebook and all states, without what front ends begin with", () => {
  const workers = slider({ label: "saved", max: 8, value: 3 });
  show(workers);
  const { shown, state } = page.ask("romanesco.widgets", {}) as {
    shown: { id: string; text: string }[];
    state: { state: Record<string, { state: object }> };
  };
  expect(shown).toContainEqual(
    expect.objectContaining({
      id: workers.modelId,
      text: expect.stringContaining("saved: 3 (0 to 8)\n"),
    }),
  );
  const saved = state.state[workers.modelId]!.state;
  expect(saved).toMatchObject({ value: 3 });
  expect(saved).not.toHaveProperty("readout");
});

test("what is saved of a widget of one's own has no module in it", () => {
  const own = new Widget({ esm: "globalThis.ran = true", state: { n: 1 } });
  const { state } = page.ask("romanesco.widgets", {}) as {
    state: { state: Record<string, { state: object }> };
  };
  expect(state.state[own.modelId]!.state).toMatchObject({
    n: 1,
    _esm: "export default {}",
  });
});

test("a function follows its controls; of many moves the last value wins", async () => {
  const seen: number[] = [];
  const workers = slider({ min: 1, max: 8, value: 2 });
  const it = interact({ workers, fast: true, n: [1, 2] }, async (values) => {
    expectTypeOf(values).toEqualTypeOf<{
      workers: number;
      fast: boolean;
      n: number;
    }>();
    seen.push(values.workers);
    await new Promise((resolve) => setImmediate(resolve));
    return `${values.workers} workers`;
  });
  for (const value of [3, 4, 5]) page.move(workers.modelId, { value });
  await it.settled();
  expect(seen).toEqual([2, 5]);
  expect(workers.label).toBe("workers");
  expect(it.values).toEqual({ workers: 5, fast: true, n: 1 });
  expect(
    page.shown.at(-1)!.data["application/vnd.romanesco.outputs.v1+json"],
  ).toMatchObject({ sequence: 2 });
});

test("a run that its controls have overtaken hears of it", async () => {
  const n = slider();
  const ends: string[] = [];
  const it = interact({ n }, async (_, { signal }) => {
    if (ends.push("begun") > 1) return;
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    signal.throwIfAborted();
  });
  page.move(n.modelId, { value: 1 });
  await it.settled();
  expect(ends).toEqual(["begun", "begun"]);
  expect(JSON.stringify(outputs().at(-1))).not.toContain("Abort");
});

test("the error of a later run stands in its place with the cell's line, and the next run goes on", async () => {
  const n = slider({ max: 8 });
  const it = interact({ n }, ({ n }) => {
    if (n === 3) throw new Error("three");
    return n;
  });
  page.move(n.modelId, { value: 3 });
  await it.settled();
  expect(outputs().at(-1)!["text/plain"]).toBe(
    "Error: three\n    at cell [1]:2:3",
  );
  page.move(n.modelId, { value: 4 });
  await it.settled();
  expect(outputs().at(-1)!["text/plain"]).toBe("4");
  expect(() =>
    interact({ n }, () => {
      throw new Error("at once");
    }),
  ).toThrow("at once");
});

test("Stop ends a run for good, says so, and the next move begins another", async () => {
  const n = slider({ max: 8 });
  let release = (_value: string) => {};
  const it = interact({ n }, ({ n }) =>
    n === 1 ? new Promise((resolve) => (release = resolve)) : n,
  );
  await it.settled();
  page.move(n.modelId, { value: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  page.stop();
  release("too late");
  await it.settled();
  expect(outputs().at(-1)!["text/plain"]).toContain("Move a control to run");
  page.move(n.modelId, { value: 2 });
  await it.settled();
  expect(outputs().at(-1)!["text/plain"]).toBe("2");
});

test("a function that follows another's control follows no more when its cell runs again, and shows nothing more", async () => {
  const n = slider({ max: 8 });
  const calls: string[] = [];
  const signals: AbortSignal[] = [];
  const before = interact({ n }, ({ n }, { signal }) => {
    calls.push(`before ${n}`);
    signals.push(signal);
    return n === 1 ? new Promise(() => {}) : n;
  });
  page.move(n.modelId, { value: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  page.runAgain();
  expect(signals.at(-1)!.aborted).toBe(true);
  await before.settled();
  const places = new Set(outputs().map(placeOf));
  const shown = outputs().length;
  const after = interact({ n }, ({ n }) => void calls.push(`after ${n}`));
  page.move(n.modelId, { value: 2 });
  await after.settled();
  expect(calls).toEqual(["before 0", "before 1", "after 1", "after 2"]);
  const since = outputs().slice(shown).map(placeOf);
  expect(since.filter((place) => places.has(place))).toEqual([]);
});

test("listeners of a cell that runs again hear nothing more, whatever they listen to", () => {
  const heard: string[] = [];
  const hear = (name: string) => () => heard.push(name);
  const n = slider();
  const more = button();
  const all = tabs({ One: slider(), Two: slider() });
  const own = new Widget({ esm: "", state: { count: 0 } });
  n.on("change", hear("slider"));
  more.on("click", hear("button"));
  all.on("change", hear("tabs"));
  own.on("change:count", hear("state"));
  own.on("message", hear("message"));
  page.runAgain();
  n.on("change", hear("slider again"));
  page.move(n.modelId, { value: 1 });
  more.click();
  page.move(all.modelId, { selected_index: 1 });
  page.move(own.modelId, { count: 1 });
  page.say(own.modelId, { method: "custom", content: null });
  expect(heard).toEqual(["slider again"]);
});

test("what a run attaches ends with the next run, and a function within it shows what it makes in its place", async () => {
  const outer = slider({ label: "outer" });
  const inner = slider({ label: "inner" });
  const calls: string[] = [];
  const inners: { settled(): Promise<void> }[] = [];
  const it = interact({ outer }, ({ outer }) => {
    const within = interact({ inner }, ({ inner }) => {
      calls.push(`${outer} ${inner}`);
      return `${outer} and ${inner}`;
    });
    inners.push(within);
  });
  page.move(outer.modelId, { value: 1 });
  await it.settled();
  page.move(inner.modelId, { value: 5 });
  for (const each of inners) await each.settled();
  await it.settled();
  expect(calls).toEqual(["0 0", "1 0", "1 5"]);
  const last = outputs().at(-1)!;
  expect(last["text/plain"]).toContain("1 and 5");
  expect(last["text/plain"]).toContain("inner: 5");
});

/** Widgets whose listener fails, and how a page moves them. */
const failing = {
  slider() {
    const n = slider();
    n.on("change", fail);
    page.move(n.modelId, { value: 1 });
  },
  tabs() {
    const all = tabs({ One: slider(), Two: slider() });
    all.on("change", fail);
    page.move(all.modelId, { selected_index: 1 });
  },
  widget() {
    const progress = widget("IntProgress");
    progress.on("change:value", fail);
    page.move(progress.modelId, { value: 1 });
  },
  button() {
    const more = button();
    more.on("click", fail);
    page.say(more.modelId, { method: "custom", content: { event: "click" } });
  },
  Widget() {
    const own = new Widget({ esm: "", state: { count: 0 } });
    own.on("change:count", fail);
    page.move(own.modelId, { count: 1 });
  },
  "a message of a Widget"() {
    const own = new Widget({ esm: "" });
    own.on("message", fail);
    page.say(own.modelId, { method: "custom", content: null });
  },
};
const fail = () => {
  throw new Error("in a callback");
};

test.each(Object.entries(failing))(
  "the error of a callback stands below the cell that listens: %s",
  async (_, move) => {
    const before = outputs().length;
    move();
    await expect.poll(() => outputs().length).toBeGreaterThan(before);
    expect(outputs().at(-1)!["text/plain"]).toContain("Error: in a callback");
  },
);

test("a callback that code calls for is part of that code", () => {
  const n = slider();
  n.on("change", fail);
  expect(() => (n.value = 1)).toThrow("in a callback");
  const more = button();
  more.on("click", fail);
  expect(() => more.click()).toThrow("in a callback");
});

test("an output holds what code shows that it is given, and its error", async () => {
  const log = output();
  expect(await log.capture(() => 3)).toBe(3);
  await log.capture(() => {
    throw new Error("inside");
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(page.updatesOf(log.modelId).at(-1)).toMatchObject({
    outputs: [{ output_type: "error", evalue: "inside" }],
  });
  log.clear();
  await new Promise((resolve) => setImmediate(resolve));
  expect(page.updatesOf(log.modelId).at(-1)).toEqual({ outputs: [] });
});
