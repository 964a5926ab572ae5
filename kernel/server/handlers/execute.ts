import type { Outcome } from "../../interpreter/interpreter.ts";
import {
  toDisplayData,
  type ErrorOutput,
  type ExecuteResult,
} from "../protocol/display.ts";
import {
  parseExecuteRequest,
  type ErrorReply,
  type ExecuteReply,
  type ExecuteRequest,
  type ExpressionReply,
} from "../protocol/execute.ts";
import type { Message } from "../protocol/header.ts";
import { CellOutput } from "../services/cell-output.ts";
import { adviseOnForeignLine } from "../services/foreign-lines.ts";
import type { Handler, KernelServices } from "../services/handler.ts";
import { page, parseQuestion } from "../services/pager.ts";
import { withoutContent } from "../services/without-content.ts";

/**
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute
 *
 *     execute_input -> output ... -> execute_result | error -> execute_reply
 */
export const execute: Handler = {
  when: "in-order",
  reply: "execute_reply",
  async handle(message, kernel) {
    const started = new Date().toISOString();
    const cell = parseExecuteRequest(message.content, message.metadata);
    const request = withoutContent(message);
    if (cell.store_history) kernel.executionCount++;
    const count = kernel.executionCount;
    if (!cell.silent)
      kernel.publish(
        "execute_input",
        { code: cell.code, execution_count: count },
        request,
      );
    const content = await run(cell, count, request, kernel);
    if (content.status === "error" && cell.stop_on_error && !cell.silent)
      await kernel.abortQueue(request);
    // Clients stop listening at the reply: what the cell printed must be on its way before.
    await kernel.published();
    return { content, metadata: { started, status: content.status } };
  },
};

const ok: Outcome = { status: "ok" };

async function run(
  cell: ExecuteRequest,
  count: number,
  request: Message,
  kernel: KernelServices,
): Promise<ExecuteReply> {
  // Not one await before the interpreter has the cell: an interrupt in between would find nothing to stop.
  const question = parseQuestion(cell.code);
  const outcome = question ? ok : await interpret(cell, count, request, kernel);
  if (cell.store_history)
    kernel.history.add(count, cell.code, resultText(outcome));
  switch (outcome.status) {
    case "ok": {
      const user_expressions = await evaluate(cell.user_expressions, kernel);
      const payload = question
        ? [await page(question, kernel.interpreter)]
        : [];
      return {
        status: "ok",
        execution_count: count,
        payload,
        user_expressions,
      };
    }
    case "error":
      return {
        ...toError(outcome),
        execution_count: count,
        payload: [],
        user_expressions: {},
      };
    case "aborted":
      return { status: "aborted" };
  }
}

async function interpret(
  cell: ExecuteRequest,
  count: number,
  request: Message,
  kernel: KernelServices,
): Promise<Outcome> {
  const { code, silent, allow_stdin, cellId } = cell;
  const options = { silent, allow_stdin, cellId };
  const output = new CellOutput(request, kernel, options);
  const outcome = adviseOnForeignLine(
    code,
    await kernel.interpreter.execute(
      { executionCount: count, code, silent, cellId },
      output,
    ),
  );
  kernel.inputs.end(request);
  output.flush();
  if (!silent) publishOutcome(outcome, count, request, kernel);
  return outcome;
}

function publishOutcome(
  outcome: Outcome,
  count: number,
  request: Message,
  kernel: KernelServices,
): void {
  if (outcome.status === "ok" && outcome.result) {
    const content: ExecuteResult = {
      execution_count: count,
      ...toDisplayData(outcome.result),
    };
    kernel.publish("execute_result", content, request);
  } else if (outcome.status === "error") {
    const { ename, evalue, traceback } = toError(outcome);
    kernel.publish(
      "error",
      { ename, evalue, traceback } satisfies ErrorOutput,
      request,
    );
  }
}

async function evaluate(
  expressions: Record<string, string>,
  kernel: KernelServices,
): Promise<Record<string, ExpressionReply>> {
  if (Object.keys(expressions).length === 0) return {};
  const outcomes = await kernel.interpreter.evaluate(expressions);
  return Object.fromEntries(
    Object.entries(outcomes).map(([name, outcome]) => [
      name,
      toExpressionReply(outcome),
    ]),
  );
}

function toExpressionReply(outcome: Outcome): ExpressionReply {
  switch (outcome.status) {
    case "ok":
      return { status: "ok", data: {}, metadata: {}, ...outcome.result };
    case "error":
      return toError(outcome);
    case "aborted":
      return { status: "aborted" };
  }
}

function toError({
  name,
  message,
  traceback,
}: Outcome & { status: "error" }): ErrorReply {
  return { status: "error", ename: name, evalue: message, traceback };
}

function resultText(outcome: Outcome): string | null {
  const text =
    outcome.status === "ok" ? outcome.result?.data["text/plain"] : undefined;
  return typeof text === "string" ? text : null;
}
