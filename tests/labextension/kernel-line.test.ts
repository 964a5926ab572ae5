import { expect, test } from "vitest";

interface Line {
  ask(question: object): Promise<object | undefined>;
}

// Its types are those of JupyterLab, which only the front end's own project knows.
const { KernelLine } = (await import(
  "../../kernel/front-end/lab/editor/kernel-line.ts" as string
)) as { KernelLine: new (kernel: object) => Line };

/** A kernel that notes what it is told of cells, and answers at once. */
function openLine() {
  const told: unknown[] = [];
  const comm = {
    isDisposed: false,
    onMsg: undefined as ((message: object) => void) | undefined,
    open: () => {},
    close: () => {},
    send({ cells, request }: { cells: object[]; request: number }) {
      told.push(cells);
      this.onMsg?.({ content: { data: { request } } });
    },
  };
  return { line: new KernelLine({ createComm: () => comm }), told };
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
