import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepAssignment } from "../../../kernel/homework/collecting/keep-assignment.ts";
import { countersign } from "../../../kernel/homework/format/countersign.ts";
import { parseNotebook } from "../../../kernel/homework/format/notebook.ts";
import type { Receipt } from "../../../kernel/homework/format/receipt.ts";
import { readSubmission } from "../../../kernel/homework/format/submission.ts";
import { release } from "../../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../../kernel/homework/format/write-notebook.ts";
import { main, romanesco } from "../../homework/romanesco.ts";
import {
  answered,
  perfect,
  source,
  type Answers,
} from "../../homework/small-course.ts";
import { cell } from "./format/samples.ts";

let folder: string;
let file: string;
let env: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-homework-"));
  file = join(folder, "small.ipynb");
  env = { XDG_CONFIG_HOME: join(folder, "config") };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (answers: Answers) =>
  writeFileSync(file, writeNotebook(answered(answers)));
const submit = (...options: string[]) =>
  romanesco(
    [
      "submit",
      file,
      "--student-id",
      "s1",
      "--name",
      "Ann Ü",
      "--yes",
      ...options,
    ],
    { env },
  );
const findZips = (place = folder) =>
  readdirSync(place).filter((name) => name.endsWith(".zip"));

test("release writes the students' copy once, and over it only when told to", async () => {
  writeFileSync(file, writeNotebook(source));
  const out = join(folder, "out", "small.ipynb");
  expect(await romanesco(["release", file, out])).toMatchObject({
    code: 0,
    err: "",
  });
  expect(parseNotebook(readFileSync(out, "utf8"), out)).toEqual(
    keepAssignment(release(source), "small", "small"),
  );
  const again = await romanesco(["release", file, out]);
  expect([again.code, again.err]).toEqual([
    1,
    expect.stringContaining("--force"),
  ]);
  expect((await romanesco(["release", file, out, "--force"])).code).toBe(0);
});

test("release of a folder copies what stands beside the notebook, and writes nothing when a notebook is wrong", async () => {
  mkdirSync(join(folder, "in"));
  writeFileSync(join(folder, "in", "data.txt"), "1");
  writeFileSync(join(folder, "in", "wrong.ipynb"), "{}");
  const out = join(folder, "out");
  const wrong = await romanesco(["release", join(folder, "in"), out]);
  expect([wrong.code, wrong.err]).toEqual([
    1,
    expect.stringContaining("wrong.ipynb is not a notebook"),
  ]);
  expect(readdirSync(folder)).not.toContain("out");
  writeFileSync(join(folder, "in", "wrong.ipynb"), writeNotebook(source));
  await romanesco(["release", join(folder, "in"), out]);
  const listed = readdirSync(out).filter((name) => !name.startsWith("."));
  expect(listed.sort()).toEqual(["data.txt", "wrong.ipynb"]);
});

test("validate gives all points and exit code 0 for a good notebook, and leaves its file alone", async () => {
  write(perfect);
  const before = readFileSync(file, "utf8");
  const { code, out, err } = await romanesco(["validate", file]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(
    "5 of 7 points, 2 more to be marked by your teacher: all checks that you can see pass. Grading may have more",
  );
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("validate names a cell that takes long while it runs, calls an endless loop a time limit, and goes on", async () => {
  write({
    ...perfect,
    double: "function double(n: number): number {\n  for (;;) n++;\n}",
  });
  const { code, out } = await romanesco([
    "validate",
    file,
    "--cell-limit",
    "4",
  ]);
  expect(code).toBe(1);
  expect(out).toMatch(
    /\(still running: a cell of Question 2; it is stopped after 4 s\)\n {2}✗ {2}Question 2 \(0 of 2 points\)\n +TimeLimit: the cell was stopped after 4 s.* an await wait for what never settles/,
  );
  expect(out).toMatch(/✓ {2}Question 3 \(1 of 1 points\)/);
});

test("validate says once of what is not written yet that it is not, and nothing of what fails because of it", async () => {
  const { double: _, ...written } = perfect;
  const notebook = answered(written);
  const at = notebook.cells.findIndex(
    (each) => each.metadata.nbgrader?.grade_id === "double-test",
  );
  const [uses, needs] = ["const doubled = double(2);", "doubled + 1"];
  notebook.cells.splice(at, 0, cell("code", uses), cell("code", needs));
  writeFileSync(file, writeNotebook(notebook));
  const { code, out } = await romanesco(["validate", file]);
  expect(code).toBe(1);
  expect(out.split("\n")[2]).toBe("  –  Question 2 (not written yet)");
  expect(out).toContain("1 question not written yet.");
  expect(out).not.toMatch(/Not implemented|doubled|-test/);
});

test("validate tells of changed, copied and missing cells, as lines of JSON too", async () => {
  const notebook = answered(perfect);
  notebook.metadata.romanesco = { questions: ["add-test", "gone"] };
  notebook.cells[2]!.source = "2";
  writeFileSync(file, writeNotebook(notebook));
  const { code, out } = await romanesco(["validate", file, "--json"]);
  expect(code).toBe(1);
  const events = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const problems = events
    .filter(({ type }) => type === "problem")
    .map(({ gradeId, title, message }) => [gradeId, title, message]);
  expect(problems).toEqual([
    ["gone", "Question 2 of 2", expect.stringContaining("missing")],
    ["add-test", "Question 1", expect.stringContaining("was changed")],
  ]);
  expect(events.at(-1)).toMatchObject({
    type: "end",
    points: 5,
    maxPoints: 7,
    pending: 2,
    problems: 2,
  });
});

test("submit keeps the student in the notebook, verify knows the zip, its code and any change", async () => {
  write(perfect);
  const first = await submit();
  expect([first.code, first.err]).toEqual([0, ""]);
  expect(first.out).toMatch(/^saved as .*_small_.*\.zip$/m);
  expect(first.out).toContain("upload that file");
  expect(first.out).toMatch(/, \w+day \d+ \w+ 20\d\d, \d\d:\d\d \(/);
  const code = /receipt code (\S+):/.exec(first.out)![1]!;
  const [name = ""] = findZips();
  expect(name).toMatch(/^s1_small_\d{4}-\d\d-\d\dT\d{6}Z\.zip$/);
  const zip = join(folder, name);
  expect(statSync(zip).mode & 0o077).toBe(0);
  const good = await romanesco(["verify", zip, "--code", code.toLowerCase()]);
  expect([good.code, good.out]).toEqual([
    0,
    expect.stringContaining("Ann Ü (s1), small"),
  ]);
  expect((await romanesco(["verify", zip, "--code", "AAAAA-AAAAA"])).code).toBe(
    1,
  );
  expect(
    parseNotebook(readFileSync(file, "utf8"), file).metadata.romanesco,
  ).toMatchObject({ student: { id: "s1", name: "Ann Ü" } });
  const bytes = readFileSync(zip);
  bytes[bytes.indexOf("Because")]! ^= 1;
  writeFileSync(zip, bytes);
  const changed = await romanesco(["verify", zip]);
  expect([changed.code, changed.out]).toEqual([
    1,
    expect.stringContaining("CHANGED"),
  ]);
});

test("submit delivers to a folder, and the course signs what it received", async () => {
  write(perfect);
  const course = join(folder, "course");
  const { code, out } = await submit("--address", course);
  expect([code, out]).toEqual([0, expect.stringContaining("delivered to")]);
  expect(out).not.toContain("upload that file");
  const zip = join(course, findZips(course)[0]!);
  const key = join(folder, "key.pem");
  spawnSync("openssl", ["genpkey", "-algorithm", "ed25519", "-out", key]);
  expect((await romanesco(["verify", zip, "--course-key", key])).out).toContain(
    "no signature of the course",
  );
  expect(
    (await romanesco(["verify", zip, "--course-key", key, "--sign"])).code,
  ).toBe(0);
  expect((await romanesco(["verify", zip, "--course-key", key])).out).toContain(
    "received by the course",
  );
});

/** A course's server that signs what it takes. */
async function startCourse(sign: (receipt: Receipt) => unknown) {
  const [key, certificate] = [join(folder, "tls.key"), join(folder, "tls.crt")];
  spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    ...["-nodes", "-days", "2", "-subj", "/CN=localhost"],
    ...["-addext", "subjectAltName=DNS:localhost"],
    ...["-keyout", key, "-out", certificate],
  ]);
  const server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { receipt } = readSubmission(Buffer.concat(chunks), "sent");
        response.end(JSON.stringify(sign(receipt)));
      });
    },
  ).listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  env.NODE_EXTRA_CA_CERTS = certificate;
  return { address: `https://localhost:${port}/hand-in`, server };
}

test("submit sends to an https address and checks the course's signature; without a network the zip is kept", async () => {
  const course = generateKeyPairSync("ed25519");
  const pem = course.publicKey.export({ format: "pem", type: "spki" });
  const notebook = answered(perfect);
  notebook.metadata.romanesco = { courseKey: pem };
  writeFileSync(file, writeNotebook(notebook));
  let signer = course.privateKey;
  const { address, server } = await startCourse((receipt) =>
    countersign(receipt, new Date().toISOString(), signer),
  );
  const out = (name: string) => ["--out", join(folder, name)];
  const good = await submit("--address", address, ...out("good"));
  expect([good.code, good.err]).toEqual([0, ""]);
  expect(good.out).toContain("signed by the course, received 20");
  signer = generateKeyPairSync("ed25519").privateKey;
  const forged = await submit("--address", address, ...out("forged"));
  expect([forged.code, forged.err]).toEqual([
    1,
    expect.stringContaining("the course has not signed for it"),
  ]);
  server.close();
  const offline = await submit("--address", address, ...out("offline"));
  expect([offline.code, offline.err]).toEqual([
    1,
    expect.stringContaining("cannot be reached. It is kept at"),
  ]);
  expect(findZips(join(folder, "offline"))).toHaveLength(1);
});

test("submit asks nothing where nobody can answer, and says which option is missing", async () => {
  write({});
  const anonymous = await romanesco(["submit", file], { env });
  expect([anonymous.code, anonymous.err]).toEqual([
    1,
    expect.stringContaining("Give --student-id"),
  ]);
  const unsure = await romanesco(
    ["submit", file, "--student-id", "s1", "--name", "Ann"],
    { env },
  );
  expect([unsure.code, unsure.err]).toEqual([
    1,
    expect.stringContaining("Give --yes"),
  ]);
  const odd = await romanesco(
    ["submit", file, "--student-id", "../x", "--name", "Ann"],
    { env },
  );
  expect([odd.code, odd.err]).toEqual([
    2,
    expect.stringContaining('contains "/"'),
  ]);
  // Nothing wrong is kept; what was kept wrong by an older version is asked for anew.
  expect(readFileSync(file, "utf8")).not.toContain("../x");
  const notebook = answered({});
  notebook.metadata.romanesco = { student: { id: "an n", name: "Ann" } };
  writeFileSync(file, writeNotebook(notebook));
  const kept = await romanesco(["submit", file], { env });
  expect([kept.code, kept.out, kept.err]).toEqual([
    1,
    expect.stringContaining("contains a space"),
    expect.stringContaining("Give --student-id"),
  ]);
  expect(findZips()).toEqual([]);
});

test("submit takes an e-mail address for a student id, also in the zip's name", async () => {
  write(perfect);
  const args = ["--student-id", "ann_b@example.org", "--name", "Ann", "--yes"];
  const { code, out } = await romanesco(["submit", file, ...args, "--json"], {
    env,
  });
  expect(code).toBe(0);
  const receipt = out.split("\n").find((line) => line.includes('"receipt"'))!;
  expect(JSON.parse(receipt)).not.toHaveProperty("address");
  const [zip = ""] = findZips();
  expect(zip).toMatch(/^ann_b@example\.org_small_/);
  expect((await romanesco(["verify", join(folder, zip)])).code).toBe(0);
});

test("submit to a full disk writes nothing and says so", () => {
  write(perfect);
  const full = join(folder, "full");
  mkdirSync(full);
  chmodSync(folder, 0o755);
  const command = `mount -t tmpfs -o size=4k full "$0" && "$@"; code=$?; ls -A "$0"; exit $code`;
  const args = [
    "submit",
    file,
    "--student-id",
    "s1",
    "--name",
    "Ann",
    "--yes",
    "--out",
    full,
  ];
  const { status, stdout, stderr } = spawnSync(
    "unshare",
    [
      "--mount",
      "--user",
      "--map-root-user",
      "sh",
      "-c",
      command,
      full,
      process.execPath,
      main,
      ...args,
    ],
    { encoding: "utf8", env: { ...process.env, ...env } },
  );
  expect([status, stderr]).toEqual([
    1,
    expect.stringContaining("the disk is full"),
  ]);
  expect(stdout.trim().split("\n").at(-1)).toMatch(/points/);
});

test.each([
  [["release", "only-one"], "takes a SOURCE and an OUT"],
  [["validate"], "takes a NOTEBOOK"],
  [["validate", "x.ipynb", "--cell-limit", "soon"], "takes seconds"],
  [["submit"], "takes one NOTEBOOK"],
  [["verify"], "takes a ZIP"],
  [["grade", "."], "needs --source"],
  [["feedback"], "takes one DIR"],
])("%j is a usage error", async (args, message) => {
  const { code, err } = await romanesco(args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test.each(["release", "validate", "submit", "verify", "grade", "feedback"])(
  "%s has help",
  async (command) => {
    const { code, out } = await romanesco([command, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`usage: romanesco ${command}`);
  },
);

test("names the file that is not there", async () => {
  const { code, err } = await romanesco(["validate", basename("gone.ipynb")]);
  expect([code, err]).toEqual([1, "romanesco: there is no file gone.ipynb\n"]);
});
