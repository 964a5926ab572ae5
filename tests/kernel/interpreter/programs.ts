import fc from "fast-check";

/**
 * Random programs: statements over a few names, each statement valid after the ones before it. What a program does it
 * prints, so that two ways to run it can be compared.
 */
export type Program = string[];

interface State {
  variables: string[];
  functions: string[];
  classes: string[];
  next: number;
}

type Step = (state: State, pick: (count: number) => number) => string;

const fresh = (state: State, kind: string) => `${kind}${state.next++}`;
const one = <T>(list: T[], pick: (count: number) => number) =>
  list[pick(list.length)]!;

function expression(
  state: State,
  pick: (count: number) => number,
  depth = 0,
): string {
  const choices = [
    () => String(pick(10)),
    () => `"s${pick(5)}"`,
    () => (state.variables.length ? one(state.variables, pick) : "0"),
    () =>
      state.functions.length
        ? `${one(state.functions, pick)}(${pick(4)})`
        : "1",
    () =>
      state.classes.length
        ? `new ${one(state.classes, pick)}(${pick(4)}).get()`
        : "2",
    () => `[${expression(state, pick, depth + 1)}].map((each) => each + 1)[0]`,
    () =>
      `(${expression(state, pick, depth + 1)} + ${expression(state, pick, depth + 1)})`,
    () => `await Promise.resolve(${expression(state, pick, depth + 1)})`,
    () => `(await (async () => ${pick(9)})())`,
    () => `\`t\${${pick(9)}}\``,
    () => `((a, b = a) => a + b)(${pick(5)})`,
    () => `({ k: ${pick(5)}, get g() { return this.k } }).g`,
  ];
  return choices[pick(depth > 2 ? 5 : choices.length)]!();
}

const steps: Step[] = [
  (state, pick) => `print(${expression(state, pick)});`,
  (state, pick) => {
    const value = expression(state, pick);
    const name = fresh(state, "v");
    state.variables.push(name);
    return `${one(["let", "const", "var"], pick)} ${name} = ${value};`;
  },
  (state, pick) => {
    const name = fresh(state, "l");
    state.variables.push(name);
    return `let ${name} = ${pick(9)}; ${name}++; ${name} += ${pick(9)}; print(${name});`;
  },
  (state, pick) => {
    const [a, b, c] = [fresh(state, "d"), fresh(state, "d"), fresh(state, "d")];
    const text = `const { ${a}, x: [${b}, ...${c}] = [1, 2, 3] } = { ${a}: ${expression(state, pick)} }; print(${b}, ${c});`;
    state.variables.push(a, b);
    return text;
  },
  (state, pick) => {
    const name = fresh(state, "f");
    const inner = state.variables.length ? one(state.variables, pick) : "0";
    state.functions.push(name);
    return `print(typeof ${name}); function ${name}(n) { return n > 0 ? ${name}(n - 1) + 1 : ${inner}; }`;
  },
  (state, pick) => {
    const name = fresh(state, "a");
    state.functions.push(name);
    return `const ${name} = (n) => { const inner = (k) => k * n; return inner(${pick(5)}); }; print(${name}.name);`;
  },
  (state, pick) => {
    const name = fresh(state, "C");
    state.classes.push(name);
    return `class ${name} { #p = ${pick(5)}; static count = 0; constructor(n) { this.n = n; ${name}.count++; } get() { return this.#p + this.n; } }`;
  },
  (state, pick) =>
    `for (let i = 0; i < ${pick(4)}; i++) { const sq = () => i * i; print(sq()); }`,
  (state) => {
    const name = fresh(state, "h");
    state.variables.push(name);
    return `for (var ${name} = 0; ${name} < 3; ${name}++) { if (${name} === 1) continue; print(${name}); }`;
  },
  (state, pick) =>
    `try { if (${pick(2)}) throw new Error("e${pick(5)}"); print("no"); } catch ({ message }) { print(message); } finally { print("f"); }`,
  (_state, pick) =>
    `for await (const each of [Promise.resolve(${pick(5)}), ${pick(5)}]) print(each);`,
  (_state, pick) =>
    `switch (${pick(3)}) { case 0: print("zero"); break; default: { let z = ${pick(9)}; print(z); } }`,
  (_state, pick) =>
    `label: for (const a of [1, 2]) for (const b of [1, 2]) { if (b === ${pick(3)}) continue label; print(a, b); }`,
  (state) => {
    const name = fresh(state, "g");
    return `function* ${name}() { yield 1; yield* [2, 3]; } print([...${name}()]);`;
  },
  (state, pick) => {
    // Not for other steps to call: whether an unawaited promise is settled when it is printed may differ by a tick.
    const name = fresh(state, "n");
    return `const ${name} = async (k) => { await null; return k; }; print(await ${name}(${pick(5)}));`;
  },
  (state, pick) =>
    state.variables.length
      ? `print(typeof ${one(state.variables, pick)}, ({ ${one(state.variables, pick)} }));`
      : "print();",
  (_state, pick) =>
    `if (${pick(2)}) { var maybe = ${pick(9)}; } print(typeof maybe);`,
];

export const programs: fc.Arbitrary<Program> = fc
  .array(
    fc.tuple(fc.nat(steps.length - 1), fc.infiniteStream(fc.nat(1_000_000))),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((choices) => {
    const state: State = { variables: [], functions: [], classes: [], next: 0 };
    return choices.map(([step, stream]) =>
      steps[step]!(state, (count) => {
        const { value } = stream.next();
        return (value as number) % count;
      }),
    );
  });

/** A top-level statement of a module. An early call reaches a name, through functions, before the line that declares it. */
export interface Statement {
  kind: "function" | "early call" | "other";
  text: string;
}

/** Modules whose functions stand anywhere and read names of lines above and below them. */
export const modules: fc.Arbitrary<Statement[]> = fc
  .infiniteStream(fc.nat(1_000_000))
  .map((stream) =>
    makeModule((count) => (stream.next().value as number) % count),
  );

function makeModule(pick: (count: number) => number): Statement[] {
  const state: State = { variables: [], functions: [], classes: [], next: 0 };
  const names = Array.from({ length: 2 + pick(5) }, (_, index) => `v${index}`);
  const mutable = names.map(() => pick(2) === 0);
  const functions = makeFunctions(names, mutable, pick);
  const statements: Statement[] = [];
  const add = (text: string, kind: Statement["kind"] = "other") =>
    statements.push({ kind, text });
  for (const [index, name] of names.entries()) {
    add(attempt(one(names.slice(index), pick)));
    const early = functions.filter(({ needs }) => needs >= index);
    if (early.length) add(attempt(`${one(early, pick).name}(1)`), "early call");
    add(declaration(name, mutable[index]!, expression(state, pick), pick));
    state.variables.push(name);
    state.functions = functions
      .filter(({ needs }) => needs <= index)
      .map((each) => each.name);
    add(`print(${expression(state, pick)});`);
  }
  for (const { text } of functions)
    statements.splice(pick(statements.length + 1), 0, {
      kind: "function",
      text,
    });
  const calls = functions.map((each) => `${each.name}(1)`);
  add(`print([${[...calls, ...names].join(", ")}]);`);
  return statements;
}

const attempt = (code: string) =>
  `try { print(${code}); } catch ({ name }) { print(name); }`;

function declaration(
  name: string,
  mutable: boolean,
  value: string,
  pick: (count: number) => number,
): string {
  const keyword = mutable ? "let" : "const";
  const forms = [
    `${keyword} ${name} = ${value};`,
    `${keyword} { ${name} = ${value} } = {};`,
    `${keyword} [${name}] = [${value}];`,
  ];
  return one(forms, pick);
}

/** Each reads a name, or changes it, and may call one before it. @returns with the last name that each comes to */
function makeFunctions(
  names: string[],
  mutable: boolean[],
  pick: (count: number) => number,
): { name: string; needs: number; text: string }[] {
  const made: { name: string; needs: number; text: string }[] = [];
  for (let index = 0; index < names.length; index++) {
    const own = pick(names.length);
    const other = made.length && pick(2) ? one(made, pick) : undefined;
    const use = mutable[own] ? `(${names[own]} += n)` : names[own]!;
    const name = `f${index}`;
    const text = `function ${name}(n) { return n > 1 ? ${name}(1) : ${other ? `${other.name}(n) + ` : ""}${use}; }`;
    made.push({ name, needs: Math.max(own, other?.needs ?? 0), text });
  }
  return made;
}
