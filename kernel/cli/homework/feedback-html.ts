import { gradeIdOf } from "../../../lib/homework/grade-metadata.ts";
import type { Cell, Notebook, Output } from "../../../lib/homework/notebook.ts";
import { sumPoints, writePoints } from "../../../lib/homework/points.ts";
import type { Score } from "../../../lib/homework/score.ts";

/** A score with what a person wrote about it. */
export type Commented = Score & { comment: string };

export interface FeedbackPage {
  student: string;
  name: string;
  assignment: string;
  time: string;
  scores: Commented[];
  notebook: Notebook;
}

/** One page that needs nothing from anywhere: points and reasons by question, then the notebook with its plots. */
export function makeFeedbackPage(page: FeedbackPage): string {
  const { points, maxPoints, pending } = sumPoints(page.scores);
  const title = `${page.assignment}: ${page.name || page.student}`;
  const sum = `${writePoints(points)} of ${writePoints(maxPoints)} points`;
  const waiting = pending
    ? `; ${writePoints(pending)} still to be given by a person`
    : "";
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>${style}</style></head>
<body><main>
<h1>${escape(title)}</h1>
<p class="sum">${sum}${waiting}</p>
${page.time ? `<p>Handed in ${escape(page.time)}</p>` : ""}
<table><thead><tr><th>Question</th><th>Points</th><th>Why</th></tr></thead>
<tbody>
${page.scores.map(describeScore).join("\n")}
</tbody></table>
<h2>Your notebook, as it was run</h2>
${page.notebook.cells.map((cell) => describeCell(cell, page.scores)).join("\n")}
</main></body></html>
`;
}

function describeScore({
  gradeId,
  points,
  maxPoints,
  reasons,
  comment,
}: Commented): string {
  const mark =
    points === undefined ? "open" : points === maxPoints ? "full" : "lost";
  const got = points === undefined ? "–" : writePoints(points);
  const why = [...reasons, ...(comment ? [`Comment: ${comment}`] : [])].map(
    (line) => `<div>${escape(line)}</div>`,
  );
  return `<tr class="${mark}"><td><a href="#${escape(gradeId)}">${escape(gradeId)}</a></td><td>${got} of ${writePoints(maxPoints)}</td><td>${why.join("")}</td></tr>`;
}

function describeCell(cell: Cell, scores: Commented[]): string {
  const id = gradeIdOf(cell);
  const score = scores.find(({ gradeId }) => gradeId === id);
  const points = score
    ? `<p class="points">${escape(score.gradeId)}: ${score.points === undefined ? "–" : writePoints(score.points)} of ${writePoints(score.maxPoints)}</p>`
    : "";
  const comment = score?.comment
    ? `<p class="comment">${escape(score.comment)}</p>`
    : "";
  const outputs = (cell.outputs ?? []).map(describeOutput).join("");
  const anchor = id ? ` id="${escape(id)}"` : "";
  return `<section${anchor} class="${cell.cell_type}">${points}<pre>${escape(cell.source)}</pre>${outputs}${comment}</section>`;
}

/** Pictures and text only: what a submission shows as HTML could be a script, or look like the teacher's words. */
function describeOutput(output: Output): string {
  if (output.output_type === "stream")
    return `<pre class="${output.name}">${escape(shorten(output.text))}</pre>`;
  if (output.output_type === "error") {
    const text = output.traceback.length
      ? output.traceback.join("\n")
      : `${output.ename}: ${output.evalue}`;
    return `<pre class="error">${escape(shorten(text.replace(ansi, "")))}</pre>`;
  }
  const { "image/png": png, "text/plain": text } = output.data;
  const picture = typeof png === "string" && /^[A-Za-z0-9+/=\s]+$/.test(png);
  const words = escape(shorten(String(text ?? "")));
  return picture
    ? `<img alt="${words}" src="data:image/png;base64,${png.replace(/\s/g, "")}">`
    : `<pre>${words}</pre>`;
}

// eslint-disable-next-line no-control-regex
const ansi = /\x1b\[[0-9;]*m/g;

const shorten = (text: string): string =>
  text.length > 10_000
    ? `${text.slice(0, 10_000)}\n... ${text.length - 10_000} characters more`
    : text;

const escape = (text: string): string =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");

const style = `
body { font: 16px/1.5 system-ui, sans-serif; color: #1c1c1c; background: #fff; margin: 0 }
main { max-width: 60rem; margin: 0 auto; padding: 1rem }
.sum { font-size: 1.4rem; font-weight: 600 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ddd }
tr.lost td:nth-child(2) { color: #a40000; font-weight: 600 }
tr.full td:nth-child(2) { color: #1a6b1a }
section { margin: 1rem 0; border-left: 3px solid #ddd; padding-left: .8rem }
section.code > pre:first-of-type { background: #f5f5f5 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0; padding: .3rem .5rem; font-size: 14px }
section.markdown > pre { font-family: inherit; font-size: 16px }
pre.error, pre.stderr { background: #fdeeee }
.points { margin: 0; font-weight: 600 }
.comment { background: #eef4fd; padding: .4rem .6rem }
img { max-width: 100% }
`;
