import { randomInt } from "node:crypto";
import { CommandError, UsageError } from "../../command.ts";
import { defineHomeworkCommand } from "../files/files.ts";
import type { Graded } from "../files/graded.ts";
import { Marking } from "../marking/marking.ts";
import { MarkingServer } from "../marking/server.ts";
import { byHandFile } from "../marks/manual-grades-sheet.ts";

/** `romanesco mark`; runs until Ctrl-C. */
export const command = defineHomeworkCommand({
  name: "mark",
  takes: ["DIR"],
  about: `After "romanesco grade DIR", opens a page on this machine for marking by hand: one question across all students, each
answer beside its output. Every mark goes into DIR/graded/by-hand.csv as you give it. The page's address works once, for one
browser, and for nobody else. Ctrl-C ends it.`,
  options: {
    names: {
      type: "boolean",
      default: false,
      help: "shows the students' names, and keeps them in order; by default answers have numbers, in random order",
    },
    port: {
      type: "string",
      default: "0",
      value: "N",
      help: "the port on 127.0.0.1 (default: a free one)",
    },
  },
  run: ({ values, operands }) => mark(operands[0]!, values),
});

export const { run } = command;

async function mark(
  folder: string,
  { names, port }: { names: boolean; port: string },
): Promise<number> {
  const marking = new Marking(folder, names ? (all) => all : shuffle);
  const server = new MarkingServer(marking, !names);
  const address = await listen(server, readPort(port));
  console.log(`open ${address}`);
  console.log(
    `The address is good once, for one browser. What you give goes into ${byHandFile(folder)}; Ctrl-C ends this`,
  );
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => done());
  });
  server.close();
  console.log(`then: romanesco feedback ${folder}`);
  return 0;
}

async function listen(server: MarkingServer, port: number): Promise<string> {
  try {
    return await server.listen(port);
  } catch (error) {
    throw new CommandError(
      `port ${port} is not free (${(error as Error).message}). Leave --port out, or give another`,
      { cause: error },
    );
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new UsageError(`--port takes a number below 65536; got "${text}"`);
}

/** No order that tells who it is. */
function shuffle(results: Graded[]): Graded[] {
  const mixed = [...results];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}
