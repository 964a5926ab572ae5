/** What the page does; it has no types of a browser's here, and is small. Texts go into it as text, cells as escaped HTML. */
export const script = String.raw`
const $ = (id) => document.getElementById(id);
// Of this tab and port alone, so that the page can be loaded again.
const key = location.hash.slice(1) || sessionStorage.getItem("key") || "";
sessionStorage.setItem("key", key);
history.replaceState(null, "", "/");
let questions = [];
let now = { question: 0, at: 0 };
// What was typed and is not saved, by place: it waits here while other answers are looked at.
const drafts = new Map();
onbeforeunload = (event) => { if (drafts.size > 0) event.preventDefault(); };

async function ask(path, body) {
  const answer = await fetch(path, {
    headers: { Authorization: "Bearer " + key },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  }).catch(() => { throw new Error("romanesco mark does not answer. Is it still running? If not, start it again: what you saved is in by-hand.csv"); });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.message);
  return value;
}

const place = () => "?question=" + now.question + "&at=" + now.at;
const isOpen = (each) => each.points === null && each.byCheck === null;

function showQuestions() {
  const names = questions.map(({ assignment, title, answers }) => {
    const open = answers.filter(isOpen).length;
    return new Option(assignment + ": " + title + (open ? " (" + open + " open)" : ""));
  });
  $("question").replaceChildren(...names);
  $("question").selectedIndex = now.question;
}

async function show() {
  const question = questions[now.question];
  const answer = question.answers[now.at];
  showQuestions();
  const open = question.answers.filter(isOpen).length;
  $("progress").textContent = [
    (now.at + 1) + " of " + question.answers.length,
    open ? open + " without points" : "all have points",
    ...(drafts.size > 0 ? [drafts.size + " typed and not saved"] : []),
  ].join(", ");
  $("label").textContent = answer.label;
  $("state").textContent = [
    answer.byCheck === null ? "" : "By its check: " + answer.byCheck + ".",
    answer.isChanged ? "The answer has changed since its points were given; saving says that you have looked." : "",
    drafts.has(place()) ? "Not saved yet." : "",
  ].join(" ").trim();
  const typed = drafts.get(place());
  $("points").value = typed?.points ?? answer.points ?? "";
  $("comment").value = typed?.comment ?? answer.comment;
  $("of").textContent = question.maxPoints;
  $("problem").textContent = "";
  showComments(question);
  const here = place();
  const { cells } = await ask("/answer" + here);
  // Meanwhile somebody may have gone on.
  if (here === place()) $("answer").replaceChildren(...cells.map(makeCell));
}

function makeCell({ source, outputs }) {
  const cell = document.createElement("div");
  cell.className = "cell";
  for (const [name, html] of [["source", source], ["outputs", outputs]]) {
    if (html === "") continue;
    const part = document.createElement("div");
    part.className = name;
    part.innerHTML = html;
    cell.append(part);
  }
  return cell;
}

function showComments(question) {
  const counts = new Map();
  for (const { comment } of question.answers) if (comment) counts.set(comment, (counts.get(comment) ?? 0) + 1);
  const often = [...counts].sort((a, b) => b[1] - a[1]).map(([comment]) => comment);
  $("again-title").hidden = often.length === 0;
  $("again").replaceChildren(...often.map((comment) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = comment;
    button.onclick = () => {
      const field = $("comment");
      field.value = field.value && field.value !== comment ? field.value + "\n" + comment : comment;
      keepDraft();
      $("points").focus();
    };
    return button;
  }));
}

function go(step) {
  const { length } = questions[now.question].answers;
  const at = now.at + step;
  if (at < 0 || at >= length) return;
  now.at = at;
  report(show());
}

function goToOpen() {
  const { answers } = questions[now.question];
  const after = answers.findIndex((each, at) => at > now.at && isOpen(each));
  const at = after < 0 ? answers.findIndex(isOpen) : after;
  if (at < 0) return go(1);
  now.at = at;
  report(show());
}

const readTyped = () => ({ points: $("points").value, comment: $("comment").value });

function keepDraft() {
  const { points, comment } = readTyped();
  const saved = questions[now.question].answers[now.at];
  if (points === String(saved.points ?? "") && comment === saved.comment) drafts.delete(place());
  else drafts.set(place(), { points, comment });
}

async function save() {
  const text = $("points").value.trim().replace(",", ".");
  if (text !== "" && !/^(\d+(\.\d*)?|\.\d+)$/.test(text)) throw new Error("Points must be a number, such as 1.5");
  const points = text === "" ? null : Number(text);
  const here = place();
  const typed = readTyped();
  try {
    questions = await ask("/mark" + here, { points, comment: typed.comment });
  } catch ({ message }) {
    drafts.set(here, typed);
    throw new Error("Not saved. " + message);
  }
  drafts.delete(here);
  const { length } = questions[now.question].answers;
  if (here === place() && now.at + 1 < length) now.at += 1;
  await show();
  $("points").blur();
}

const report = (work) => work.catch(({ message }) => { $("problem").textContent = message; });

const goToQuestion = (question) => {
  now = { question, at: Math.max(0, questions[question].answers.findIndex(isOpen)) };
};
$("question").onchange = () => {
  goToQuestion($("question").selectedIndex);
  $("question").blur();
  report(show());
};
$("form").oninput = keepDraft;
$("form").onsubmit = (event) => {
  event.preventDefault();
  report(save());
};
document.onkeydown = (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (target === $("comment")) {
    if (key === "Escape") target.blur();
    return;
  }
  if (target === $("points") && key === "Escape") target.blur();
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
  if (/^[0-9.,]$/.test(key)) {
    $("points").value = "";
    $("points").focus();
    return;
  }
  if (key === "Enter" && target instanceof HTMLButtonElement) return;
  const keys = {
    ArrowRight: () => go(1),
    ArrowLeft: () => go(-1),
    n: goToOpen,
    c: () => $("comment").focus(),
    Enter: () => report(save()),
  };
  if (!Object.hasOwn(keys, key)) return;
  event.preventDefault();
  keys[key]();
};

report((async () => {
  questions = await ask("/questions");
  const first = questions.findIndex(({ answers }) => answers.some(isOpen));
  goToQuestion(Math.max(0, first));
  await show();
})());
`;
