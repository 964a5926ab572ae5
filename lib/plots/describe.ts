import type { Data, Layout } from "plotly.js-dist";
import { formatNumber } from "./units.ts";

const shownNumbers = 12;

/**
 * A figure as one line of text: kind, title, and per trace its name and numbers. It is what a terminal shows, what a
 * screen reader reads and what a diff compares.
 */
export function describe(data: Data[], layout: Partial<Layout>): string {
  const title = readTitle(layout.title);
  const kinds = [...new Set(data.map(({ type }) => type ?? "scatter"))];
  const head = `${kinds.join(" and ") || "empty"} figure${title ? ` "${title}"` : ""}`;
  const traces = data.map((trace) => describeTrace(trace)).filter(Boolean);
  return traces.length > 0 ? `${head}: ${traces.join("; ")}` : head;
}

/** Text without the tags that Plotly understands. */
export function withoutTags(text: string): string {
  return text.replace(/<br\s*\/?>/gi, ", ").replace(/<[^>]*>/g, "");
}

function describeTrace(trace: Data): string {
  // Every kind of trace keeps its numbers under one of these; the union of all kinds has no common fields.
  const fields = trace as Record<string, unknown>;
  const values = ["y", "values", "r", "z"].find((key) => isList(fields[key]));
  if (values === undefined) return "";
  const labels = ["x", "labels", "theta"].find((key) => isList(fields[key]));
  const numbers = [
    ...(fields[values] as ArrayLike<unknown> & Iterable<unknown>),
  ];
  const names = labels
    ? [...(fields[labels] as ArrayLike<unknown> & Iterable<unknown>)]
    : [];
  const shown = numbers
    .slice(0, shownNumbers)
    .map((value, i) =>
      i < names.length ? `${write(names[i])} ${write(value)}` : write(value),
    );
  const rest = numbers.length - shown.length;
  const name = typeof fields["name"] === "string" ? `${fields["name"]}: ` : "";
  return `${name}${shown.join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`;
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function write(value: unknown): string {
  if (typeof value === "number") return formatNumber(value);
  if (isList(value))
    return `[${Array.from(value as ArrayLike<unknown>, write)
      .slice(0, shownNumbers)
      .join(" ")}]`;
  return withoutTags(String(value));
}

function readTitle(title: Layout["title"] | string | undefined): string {
  const text = typeof title === "string" ? title : title?.text;
  return withoutTags(String(text ?? ""));
}
