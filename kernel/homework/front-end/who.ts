import {
  explainWrongId,
  explainWrongIds,
  explainWrongName,
  splitIds,
} from "../format/student-id.ts";
import type { Field } from "./report.ts";

/** Whose homework a notebook is, as its metadata keeps it: `"romanesco": {"student": {"id", "name"}, "with": [ids]}`. */
export interface Who {
  id: string;
  name: string;
  /** Ids of the others of the group. */
  others: string[];
}

const toText = (value: unknown): string =>
  typeof value === "string" ? value : "";

/** What the metadata says, be it right or wrong. */
export function readWho(romanesco: unknown): Who {
  const kept = (romanesco ?? {}) as { student?: unknown; with?: unknown };
  const { id, name } = (kept.student ?? {}) as Record<string, unknown>;
  const others = Array.isArray(kept.with) ? kept.with.map(toText) : [];
  return { id: toText(id), name: toText(name), others };
}

export const isRight = ({ id, name, others }: Who): boolean =>
  !explainWrongId(id) &&
  !explainWrongName(name) &&
  !explainWrongIds(others.join(","));

/** What to ask for it. */
export const fieldsOf = ({ id, name, others }: Who): Field[] => [
  { label: "Student id", value: id, explain: explainWrongId },
  { label: "Name", value: name, explain: explainWrongName },
  {
    label: "In a group: ids of the others",
    value: others.join(", "),
    hint: "s124, s125; empty if alone",
    explain: explainWrongIds,
  },
];

/** From what was typed into the fields. */
export function fromFields([id = "", name = "", others = ""]: string[]): Who {
  const ids = splitIds(others).filter((each) => each !== id);
  return { id, name, others: ids };
}

/** The metadata with them in it, as `romanesco submit` writes it. */
export function keepWho(romanesco: unknown, { id, name, others }: Who): object {
  const { with: _, ...kept } = (romanesco ?? {}) as Record<string, unknown>;
  const student = { id, name };
  return { ...kept, student, ...(others.length > 0 && { with: others }) };
}

export function describeWho({ id, name, others }: Who): string {
  const group = others.length > 0 ? `, together with ${others.join(", ")}` : "";
  return `${name} (${id})${group}`;
}
