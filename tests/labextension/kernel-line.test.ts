import { expect, test } from "vitest";

interface Line {
  close(): void;
  ask(question: object): Promise<object | undefined>;
}

// Its types are those of JupyterLab, which only the front end's own project knows.
const { KernelLine } = (await import(
  "../../kernel/front-end/lab/editor/kernel-line.ts" as string
)) as { KernelLine: new (kernel: object) => Line };

/** A kernel that notes what it is told of cells, and answers at once. */
function openLine() {
  const told: unknown[] = [];
  let closed = 0;
  const comm = {
    isDisposed: false,
    onMsg: undefined as ((message: object) => void) | undefined,
    onClose: () => {},
    open: () => {},
    // As JupyterLab's: it is told, then it calls back, then it is closed.
    close() {
      closed += 1;
      this.onClose();
      this.isDisposed = true;
    },
    send({ cells, request }: { cells: object[]; request: number }) {
      told.push(cells);
      this.onMsg?.({ content: { data: { request } } });
    },
  };
  const line = new KernelLine({ createComm: () => comm });
  return { line, told, closed: () => closed };
}

const check = (code: string) => ({
  type: "check" as const,
  wanted: ["a"],
  cells: [{ id: "a", code }],
});

test("tells the kernel a text once, and not with a question about values, to which it does not listen", async () => {
  const { line, told } = openLine();
  await line.ask(check("1"));
  await line.ask(check("1"));
  await line.ask({ type: "variables", cells: [{ id: "a", code: "2" }] });
  await line.ask(check("2"));
  expect(told).toEqual([
    [{ id: "a", code: "1" }],
    [{ id: "a" }],
    [],
    [{ id: "a", code: "2" }],
  ]);
});

test("is closed once, and asks no more", async () => {
  const { line, told, closed } = openLine();
  line.close();
  line.close();
  expect(closed()).toBe(1);
  expect(await line.ask(check("1"))).toBeUndefined();
  expect(told).toEqual([]);
});
