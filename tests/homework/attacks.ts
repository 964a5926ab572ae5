/** The start of a frame, as the runtime writes them to the grader. */
const frames = `const { writeSync } = await import("node:fs");
const { serialize } = await import("node:v8");
const send = (message, fds = [3]) => {
  const payload = serialize(message);
  const head = Buffer.alloc(5);
  head.writeUInt32LE(1 + payload.length);
  for (const fd of fds) try { writeSync(fd, Buffer.concat([head, payload])); } catch {}
};
const result = { data: { "text/plain": "1" }, metadata: {} };
const ok = { status: "ok", result };
const cells = Array.from({ length: 300 }, (_, n) => n);`;

/** Something done once, when the cell with the answer runs; its answer is wrong all the same. */
const replacing = {
  "the array iterator's next":
    "Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true });",
  "the array iterator": "Array.prototype[Symbol.iterator] = function* () {};",
  "util.inspect": '(await import("node:util")).default.inspect = () => "1";',
  "v8.serialize":
    'const v8 = (await import("node:v8")).default; const real = v8.serialize; v8.serialize = (value) => real(value?.outcome ? { ...value, outcome: { status: "ok" } } : value);',
  "vm.Script":
    '(await import("node:vm")).default.Script = class { runInThisContext() { return (done) => done([1]); } };',
  "console.error": "console.error = () => {};",
  "JSON.stringify": 'JSON.stringify = () => "1";',
  "Math.round": "Math.round = () => 1;",
  "performance.now": "performance.now = () => 0;",
  "Object.is": "Object.is = () => true;",
  "assert.equal":
    'const strict = require("node:assert/strict"); strict.equal = strict.ok = () => {};',
  "Function.prototype.call":
    "Function.prototype.call = Function.prototype.apply = function () { return 1; };",
  "Reflect.apply":
    "Reflect.apply = Reflect.get = () => 6; Atomics.wait = Atomics.load = () => 1;",
  "Array.prototype.every and filter":
    "Array.prototype.every = () => true; Array.prototype.filter = function () { return this; };",
  "Number's valueOf":
    "Number.prototype.valueOf = Number.prototype.toString = () => 6;",
  "what all objects have":
    'for (const key of ["then", "toJSON", "output_type"]) Object.prototype[key] = () => 1;',
  "a setter on all objects":
    'Object.defineProperty(Object.prototype, "outcome", { set() {}, get: () => ({ status: "ok" }) });',
  "how stacks are made":
    "Error.prepareStackTrace = () => { throw 1; }; Error.captureStackTrace = () => {};",
  "what hears errors":
    'for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => {});',
  "process.pid": 'Object.defineProperty(process, "pid", { value: 1 });',
  structuredClone: "globalThis.structuredClone = () => 6;",
  "the course's function by a cell's": "function givePoints() { return 1; }",
  "the course's function by a global's":
    "globalThis.givePoints = () => 1; globalThis.assert = { equal() {} };",
  "the course's import": "var assert = { equal() {}, ok() {} };",
  "Symbol.hasInstance":
    "for (const each of [Error, Promise, Array]) Object.defineProperty(each, Symbol.hasInstance, { value: () => true });",
  "the modules beside the notebook":
    'const fs = await import("node:fs"); for (const place of [".", "/romanesco-checks/files"]) try { fs.rmSync(place + "/node_modules", { recursive: true, force: true }); fs.mkdirSync(place + "/node_modules/assert", { recursive: true }); fs.writeFileSync(place + "/node_modules/assert/index.js", "module.exports = { equal() {} }"); } catch {}',
  "Node's options": 'process.env.NODE_OPTIONS = "--require ./evil.cjs";',
};

/** Done while the check waits for the answer; `$` is the answer's name. */
const answering = {
  "clears the output in a timer":
    "setTimeout(() => clearOutput()); setTimeout(() => clearOutput(), 5); return 1;",
  "replaces assert, and puts it back later":
    'const strict = require("node:assert/strict"); const { equal } = strict; strict.equal = () => {}; setTimeout(() => (strict.equal = equal)); return 1;',
  "shows a number": 'display({ "text/plain": "1" }, { raw: true }); return 1;',
  "broadcasts a result":
    'await jupyter.broadcast("execute_result", { data: { "text/plain": "1" }, metadata: {} }); return 1;',
  "prints what looks like a notice":
    'console.log("Types are not checked for now: 1"); return 1;',
  "is a number by valueOf": 'return { valueOf: () => 6, toString: () => "6" };',
  "is a Proxy": "return new Proxy({}, { get: () => 6 });",
  "is a function that is a number":
    "return Object.assign(() => 6, { valueOf: () => 6 });",
  "is a list with a trick": "return [6];",
  "shows itself as points":
    'return { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "1" }) };',
  "throws nothing": "throw undefined;",
  "throws an outcome": 'throw { status: "ok", outcome: { status: "ok" } };',
  "throws an error without a stack":
    'const error = new Error(); Object.defineProperty(error, "stack", { get() { throw 1; } }); throw error;',
  "reaches for the check's code by what it was given":
    'try { note.constructor("return process")().exit(0); } catch {} return 1;',
  "reaches for it by the prototype":
    'try { note.__proto__.constructor("process.exit(0)")(); } catch {} return 1;',
  "changes what it was given":
    "try { note.call = note.apply = () => 6; note.prototype = {}; } catch {} return 1;",
  "asks for names of the checks":
    'const border = globalThis[Symbol.for("romanesco.border")]; border.show(["assert"]); border.offer(["secretOfTheCheck"]); try { return globalThis.secretOfTheCheck ?? 1; } catch { return 1; }',
  "says that the check is over":
    'globalThis[Symbol.for("romanesco.border")].dismiss(); return 1;',
  "opens another border":
    'try { await Promise.race([(await import("romanesco/border")).openBorder(".border", "few"), new Promise((go) => setTimeout(go, 50))]); } catch {} return 1;',
  "ends its cell": "process.exit(0);",
  "ends its process": 'process.kill(process.pid, "SIGKILL"); return 1;',
  "writes to the others' descriptors": `const fs = await import("node:fs");
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name) && name != process.pid))
    for (let fd = 0; fd < 12; fd++) try { fs.writeFileSync("/proc/" + pid + "/fd/" + fd, "1"); } catch {}
  return 1;`,
  "writes to the others' memory": `const fs = await import("node:fs");
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name) && name != process.pid))
    try { fs.openSync("/proc/" + pid + "/mem", "r+"); return 6; } catch {}
  return 1;`,
  "looks at the others' environment": `const fs = await import("node:fs");
  const readable = fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name) && name != process.pid)
    .filter((pid) => { try { return fs.readFileSync("/proc/" + pid + "/environ", "utf8").includes("romanesco-checks"); } catch { return false; } });
  return readable.length ? 6 : 1;`,
  "writes where the checks have their modules": `const fs = await import("node:fs");
  try { fs.writeFileSync("/romanesco-checks/files/evil.cjs", ""); return 6; } catch { return 1; }`,
  "answers very deep":
    "let deep = {}; for (let n = 0; n < 1e5; n++) deep = { deep }; return deep;",
  "answers with itself": "const list = []; list.push(list); return list;",
  "answers with a prototype":
    'return JSON.parse(\'{ "__proto__": { "held": true }, "valueOf": 6 }\');',
  "answers with a symbol": "return Symbol.iterator;",
};

/** Written to the grader's own line, before the check and while it runs. */
const forging = {
  "a clear frame":
    'for (const cell of cells) send({ type: "clear", cell, wait: false });',
  "a display frame that says it is a result":
    'for (const cell of cells) send({ type: "display", cell, display: { output_type: "execute_result", ...result }, update: false });',
  "an update of a display that says so":
    'for (const cell of cells) send({ type: "display", cell, displayId: "a", display: { output_type: "execute_result", ...result }, update: true });',
  "the end of every cell":
    'for (const cell of cells) send({ type: "done", cell, outcome: ok, began: true, missed: [] });',
  "the values of expressions":
    'for (const cell of cells) send({ type: "evaluated", cell, outcomes: { value: ok } });',
  "the end of every cell, to all descriptors":
    'for (const cell of cells) send({ type: "done", cell, outcome: ok, began: true, missed: [] }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);',
  "that it was stopped":
    'for (const request of cells) send({ type: "interrupted", request }), send({ type: "stopped", request });',
  "that it is ready": 'send({ type: "ready" });',
};

/** Each attack's cell, by what it does; the answer that it declares is called `$`. */
export const attacks: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(replacing).map(([name, code]) => [
      `replaces ${name}`,
      `${code}\nfunction $() { return 1; }`,
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(answering).map(([name, code]) => [
      name,
      `async function $(n, note) { ${code} }`,
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(forging).map(([name, code]) => [
      `forges ${name}`,
      `{ ${frames}\n  const forge = () => { ${code} };\n  globalThis.$forge = forge; forge(); }\nasync function $() { $forge(); return 1; }`,
    ]),
  ),
};
