import { generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run as runFeedback } from "../../../../kernel/homework/commands/feedback.ts";
import { run as runGrade } from "../../../../kernel/homework/commands/grade.ts";
import { run as runRelease } from "../../../../kernel/homework/commands/release.ts";
import { countersign } from "../../../../kernel/homework/format/countersign.ts";
import {
  parseNotebook,
  type Cell,
} from "../../../../kernel/homework/format/notebook.ts";
import {
  hashFile,
  signReceipt,
  type UnsignedReceipt,
} from "../../../../kernel/homework/format/receipt.ts";
import {
  packSubmission,
  readSubmission,
} from "../../../../kernel/homework/format/submission.ts";
import { writeNotebook } from "../../../../kernel/homework/format/write-notebook.ts";
import { printed } from "../../support/printed.ts";
import { cell, notebook } from "../format/samples.ts";

/** A course whose homework is an essay of ten points: nothing is run, so that it is graded in a moment. */
export class EssayCourse {
  readonly folder = mkdtempSync(join(tmpdir(), "romanesco-essays-"));
  readonly submitted = join(this.folder, "submitted");
  readonly graded = join(this.submitted, "graded");
  readonly source = join(this.folder, "source", "essay", "essay.ipynb");
  readonly copy = join(this.folder, "release", "essay.ipynb");
  readonly key = generateKeyPairSync("ed25519");

  get publicKey(): string {
    const { publicKey } = this.key;
    return publicKey.export({ format: "pem", type: "spki" }).toString();
  }

  async begin(question?: Cell[]): Promise<void> {
    const why = cell("markdown", "Because", {
      ...{ id: "why", grade: true, solution: true, points: 10 },
    });
    const text = cell("markdown", "# Why?", { id: "text", locked: true });
    this.write(
      "source/essay/essay.ipynb",
      writeNotebook(notebook(question ?? [text, why])),
    );
    mkdirSync(this.submitted);
    await printed(runRelease, this.source, this.copy);
  }

  write(name: string, content: string | Uint8Array): string {
    const file = join(this.folder, name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** The students' copy with an answer in it. */
  answer(text: string): string {
    const copy = parseNotebook(readFileSync(this.copy, "utf8"), "essay");
    copy.cells[1]!.source = text;
    return writeNotebook(copy);
  }

  /** A zip of `romanesco submit`, signed by the course at the time if one is given. */
  submit(
    id: string,
    time: string,
    {
      received,
      by = this.key.privateKey,
      more = {},
      text = `of ${id}`,
    }: {
      received?: string;
      by?: KeyObject;
      more?: Partial<UnsignedReceipt>;
      text?: string;
    } = {},
  ): string {
    const files = { "essay.ipynb": Buffer.from(this.answer(text)) };
    const { privateKey } = generateKeyPairSync("ed25519");
    const receipt = signReceipt(
      {
        format: "romanesco receipt 1",
        student: { id, name: id.toUpperCase() },
        ...{ assignment: "essay", time },
        files: { "essay.ipynb": hashFile(files["essay.ipynb"]) },
        versions: { romanesco: "0", node: "0", platform: "" },
        validation: { points: 0, maxPoints: 10, pending: 10, questions: {} },
        ...more,
      },
      privateKey,
    );
    const stamp = time.replace(/:|\.\d+/g, "");
    const zip = this.write(
      `submitted/${id}_essay_${stamp}.zip`,
      packSubmission(receipt, files),
    );
    if (received !== undefined) this.countersign(zip, received, by);
    return zip;
  }

  /** As `verify --sign` does. */
  countersign(zip: string, received: string, by = this.key.privateKey): void {
    const { receipt } = readSubmission(readFileSync(zip), "zip");
    const signed = JSON.stringify(countersign(receipt, received, by));
    writeFileSync(`${zip}.course.json`, signed);
  }

  grade(...options: string[]): ReturnType<typeof printed> {
    const args = ["--source", this.source, "--unprotected", ...options];
    return printed(runGrade, this.submitted, ...args);
  }

  feedback(): ReturnType<typeof printed> {
    return printed(runFeedback, this.submitted);
  }

  /** Gives all who wait the same points. */
  mark(points: number): void {
    const file = join(this.graded, "by-hand.csv");
    const rows = this.read("by-hand.csv").split("\n");
    const marked = rows.map((row) => {
      const cells = row.split(",");
      if (cells[0] !== "student" && cells[3] === "") cells[3] = String(points);
      return cells.join(",");
    });
    writeFileSync(file, marked.join("\n"));
  }

  /** A file of the results. */
  read(name: string): string {
    return readFileSync(join(this.graded, name), "utf8");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
