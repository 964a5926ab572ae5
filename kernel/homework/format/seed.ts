import { createHash } from "node:crypto";

/**
 * A number by assignment and student, ROMANESCO_SEED in their cells: the same every time and everywhere, another for the next
 * student.
 * @param result what results of the assignment are called
 * @param student as the folder of the student's results is called
 */
export function makeSeed(result: string, student: string): number {
  const hash = createHash("sha256").update(`${result}\n${student}`).digest();
  return 1 + (hash.readUInt32BE() % 1_000_000);
}
