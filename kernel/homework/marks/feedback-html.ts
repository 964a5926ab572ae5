import { escapeHtml } from "../../../lib/escape-html.ts";
import { readTime } from "../collecting/read-time.ts";
import { takeCheckCount } from "../format/check-count.ts";
import { findDifferences } from "../format/differences.ts";
import { findTitle } from "../format/find-title.ts";
import { gradeIdOf } from "../format/grade-metadata.ts";
import { writeLocalTime } from "../format/local-time.ts";
import type { Cell, Notebook } from "../format/notebook.ts";
import { offlinePage } from "../files/offline-page.ts";
import { writePoints } from "../format/points.ts";
import type { Marked } from "./manual-grades.ts";
import type { Scored } from "./scored.ts";
import { describeOutput, describeSource } from "./cell-html.ts";

export interface FeedbackPage {
  student: string;
  name: string;
  assignment: string;
  time: string;
  scored: Scored;
  notebook: Notebook;
  /** Why nothing could be graded; then the notebook is not shown. */
  problem?: string;
}

/** One page that needs nothing from anywhere: points and reasons by question, then the notebook with its plots. */
export function makeFeedbackPage(page: FeedbackPage): string {
  const { scores, points, maxPoints, pending, lost, late } = page.scored;
  const title = `${page.assignment}: ${page.name || page.student}`;
  const sum = `${writePoints(points)} of ${writePoints(maxPoints)} points`;
  const waiting = pending
    ? `; ${writePoints(pending)} more to be marked by your teacher`
    : "";
  const body = `<p class="sum">${sum}${waiting}</p>
${page.time ? `<p class="time">Handed in ${escapeHtml(describeTime(page.time))}${late ? `, ${escapeHtml(late)}` : ""}</p>` : ""}
${page.problem === undefined ? "" : `<p class="comment">${escapeHtml(page.problem)}</p>`}
<table><thead><tr><th>Question</th><th>Points</th><th>What to look at</th></tr></thead>
<tbody>
${scores.map((score) => describeScore(score, page.notebook)).join("\n")}
${lost === 0 ? "" : `<tr class="lost"><td>Handed in late</td><td class="points">−${writePoints(lost)}</td><td>${escapeHtml(late)}</td></tr>`}
</tbody></table>
${describeNotebook(page)}`;
  return offlinePage({ title, style, body });
}

/** In words; what no one can read stands as it came. */
function describeTime(text: string): string {
  const at = readTime(text);
  return at === undefined ? text : writeLocalTime(new Date(at).toISOString());
}

function describeNotebook({ notebook, scored, problem }: FeedbackPage): string {
  if (problem !== undefined) return "";
  const { scores } = scored;
  const cells = notebook.cells.map((cell) =>
    describeCell(cell, notebook, scores),
  );
  return `<h2>Your notebook, as it was run</h2>\n${cells.join("\n")}`;
}

function describeScore(
  { gradeId, points, maxPoints, reasons, comment, overruled }: Marked,
  notebook: Notebook,
): string {
  const mark =
    points === undefined ? "open" : points === maxPoints ? "full" : "lost";
  const got = points === undefined ? "–" : writePoints(points);
  const words = describeReasons(reasons);
  if (overruled !== undefined)
    words.push(
      `<div>marked by your teacher; the check gave ${writePoints(overruled)}</div>`,
    );
  if (comment) words.push(`<div class="comment">${escapeHtml(comment)}</div>`);
  const title = escapeHtml(findTitle(notebook, gradeId));
  return `<tr class="${mark}"><td><a href="#${escapeHtml(gradeId)}">${title}</a></td><td class="points">${got} of ${writePoints(maxPoints)}</td><td>${words.join("")}</td></tr>`;
}

/** As Validate tells them: the check's own sentences first, then what it compared. */
function describeReasons(reasons: string[]): string[] {
  const { checks, rest } = takeCheckCount(reasons);
  const { differences, others } = findDifferences(rest);
  const said = checks === undefined ? others : [`${checks} hold`, ...others];
  const compared = differences.map(({ expected, got, hint }) => {
    const [one, other] = [expected, got].map((each) => escapeHtml(each));
    const reread = hint ? `. Read again: ${escapeHtml(hint)}` : "";
    return `<div>expected <code>${one}</code>, got <code>${other}</code>${reread}</div>`;
  });
  return [...said.map((line) => `<div>${escapeHtml(line)}</div>`), ...compared];
}

function describeCell(
  cell: Cell,
  notebook: Notebook,
  scores: Marked[],
): string {
  const id = gradeIdOf(cell);
  const score = scores.find(({ gradeId }) => gradeId === id);
  const points = score
    ? `<p class="points">${escapeHtml(findTitle(notebook, score.gradeId))}: ${score.points === undefined ? "–" : writePoints(score.points)} of ${writePoints(score.maxPoints)}</p>`
    : "";
  const comment = score?.comment
    ? `<p class="comment">${escapeHtml(score.comment)}</p>`
    : "";
  const outputs = (cell.outputs ?? []).map(describeOutput).join("");
  const anchor = id ? ` id="${escapeHtml(id)}"` : "";
  return `<section${anchor} class="${cell.cell_type}">${points}${describeSource(cell)}${outputs}${comment}</section>`;
}

const style = `
:root { --bad: #fdeeee; --said: #eef4fd }
@media (prefers-color-scheme: dark) { :root { --bad: #3a2020; --said: #1f2d40 } }
main { max-width: 62rem }
h2 { margin: 2.5rem 0 1rem } h3 { margin: 1.5rem 0 .5rem }
.sum { font-size: 1.4rem; font-weight: 600; margin: .3rem 0 }
.time { color: var(--quiet); margin: 0 0 1.5rem }
table { width: 100% }
th { font-size: .85rem; color: var(--quiet) }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word }
td code { overflow-wrap: anywhere }
td.points { white-space: nowrap; font-variant-numeric: tabular-nums }
tr.lost td.points { color: var(--lost); font-weight: 600 }
tr.full td.points { color: var(--full) }
code, pre { font-family: ui-monospace, monospace; font-size: 14px }
section { margin: 1rem 0 }
section[id] { scroll-margin-top: 1rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0; padding: .5rem .8rem }
section.code > pre:first-of-type { background: var(--code); border-radius: 4px }
pre.error, pre.stderr { background: var(--bad) }
p.points { margin: 0 0 .2rem; font-weight: 600 }
.comment { background: var(--said); border-radius: 4px; padding: .4rem .8rem; margin-top: .3rem; white-space: pre-wrap }
img { max-width: 100%; background: #fff; border-radius: 4px }
`;
