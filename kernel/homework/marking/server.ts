import { randomBytes } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../../command.ts";
import { describeOutput, describeSource } from "../marks/cell-html.ts";
import { Gate } from "./gate.ts";
import type { Given, MarkedQuestion, Marking } from "./marking.ts";
import { makePage } from "./marking-page.ts";

const again =
  "The address is good once, for one browser. Start romanesco mark again";

const mostBytes = 100_000;

/**
 * The page on which a person marks, for this machine alone. Nothing answers but to the browser that came with the token.
 * @param isBlind whether students have numbers in place of their names
 */
export class MarkingServer {
  readonly #gate = new Gate();
  readonly #server: Server;
  readonly #marking: Marking;
  readonly #isBlind: boolean;

  constructor(marking: Marking, isBlind: boolean) {
    this.#marking = marking;
    this.#isBlind = isBlind;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        const isTheirs = error instanceof UsageError;
        const { message } = error as Error;
        send(response, isTheirs ? 400 : 500, { message });
      });
    });
  }

  /** @returns the address to open, with the token */
  async listen(port: number): Promise<string> {
    await new Promise<void>((done, fail) => {
      this.#server.once("error", fail);
      this.#server.listen(port, "127.0.0.1", done);
    });
    return `http://127.0.0.1:${this.#port}/?token=${this.#gate.token}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const pass = this.#gate.check(request, this.#port);
    if (pass === "refused") return send(response, 403, { message: again });
    if (pass === "enters") {
      response.writeHead(303, this.#gate.headers).end();
      return;
    }
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = `${request.method} ${url.pathname}`;
    if (path === "GET /") return this.#sendPage(response);
    if (pass === "page") return send(response, 403, { message: again });
    if (path === "GET /questions")
      return send(response, 200, this.#listQuestions());
    if (path === "GET /answer")
      return send(response, 200, this.#findAnswer(url.searchParams));
    if (path !== "POST /mark")
      return send(response, 404, { message: "There is no such page" });
    const given = readGiven(await readBody(request));
    const { question, at } = this.#find(url.searchParams);
    checkPoints(given, question);
    this.#marking.give(question, question.results[at]!, given);
    send(response, 200, this.#listQuestions());
  }

  #sendPage(response: ServerResponse): void {
    const nonce = randomBytes(16).toString("base64");
    // Pictures are those of answers; nothing of an answer can run, or tell anybody that it is read.
    const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
    response.writeHead(200, {
      ...safeHeaders,
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy,
    });
    response.end(makePage(nonce));
  }

  #listQuestions(): object[] {
    const find = this.#marking.given();
    return this.#marking.questions.map((question) => {
      const { assignment, title, maxPoints, isManual, results } = question;
      const answers = results.map((graded, at) => {
        const { student, name, scores } = graded;
        const score = scores.find(
          ({ gradeId }) => gradeId === question.gradeId,
        );
        const given = find(question, graded);
        const { points, comment = "", isChanged = false } = given ?? {};
        return {
          label: this.#isBlind ? `Answer ${at + 1}` : name || student,
          ...{ points: points ?? null, comment, isChanged },
          byCheck: score?.points ?? null,
        };
      });
      return { assignment, title, maxPoints, isManual, answers };
    });
  }

  #findAnswer(search: URLSearchParams): object {
    const { question, at } = this.#find(search);
    const cells = this.#marking.findCells(question, question.results[at]!);
    return {
      cells: cells.map((cell) => ({
        source: describeSource(cell),
        outputs: (cell.outputs ?? []).map(describeOutput).join(""),
      })),
    };
  }

  #find(search: URLSearchParams): { question: MarkedQuestion; at: number } {
    const question = this.#marking.questions[Number(search.get("question"))];
    const at = Number(search.get("at"));
    if (!question?.results[at]) throw new UsageError("There is no such answer");
    return { question, at };
  }
}

const safeHeaders = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

function send(response: ServerResponse, status: number, body: object): void {
  const type = "application/json; charset=utf-8";
  response.writeHead(status, { ...safeHeaders, "Content-Type": type });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > mostBytes)
      throw new UsageError("The comment is too long");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError("That is no mark");
  }
}

function readGiven(value: unknown): Given {
  const { points, comment } = (value ?? {}) as Record<string, unknown>;
  const isPoints =
    points === null || (typeof points === "number" && points >= 0);
  if (!isPoints || typeof comment !== "string")
    throw new UsageError("That is no mark");
  return { points: points ?? undefined, comment: comment.trim() };
}

function checkPoints(
  { points = 0 }: Given,
  { maxPoints }: MarkedQuestion,
): void {
  if (points > maxPoints)
    throw new UsageError(
      `${points} is more than the ${maxPoints} points of this question. If that is meant, write it into by-hand.csv, and use feedback --extra-credit`,
    );
}
