import { escapeHtml } from "../../../lib/escape-html.ts";
import { offlinePage } from "../files/offline-page.ts";
import { writePoints } from "../format/points.ts";
import type { Scored } from "./scored.ts";

export interface ClassPage {
  assignment: string;
  scored: Scored[];
  /** What a question is called. */
  titleOf(gradeId: string): string;
  /** Address of a student's feedback, from where this page stands. */
  addressOf(scored: Scored): string;
}

/** An assignment's points at a glance, for the teacher alone: what the class found hard, and a line for each student. */
export function makeClassPage(page: ClassPage): string {
  const title = `${page.assignment}: the class`;
  const scored = page.scored.toSorted((one, other) =>
    nameOf(one).localeCompare(nameOf(other), "en", { numeric: true }),
  );
  const questions = [
    ...new Set(
      scored.flatMap(({ scores }) => scores.map(({ gradeId }) => gradeId)),
    ),
  ];
  const body = `<p>${describeClass(scored)}</p>
<table class="questions"><thead><tr><th>Question</th><th class="points">Mean</th><th></th><th class="points">All points</th><th class="points">None</th></tr></thead>
<tbody>
${questions.map((id) => describeQuestion(id, page.titleOf(id), scored)).join("\n")}
</tbody></table>
<table><thead><tr><th>Student</th><th class="points">Points</th>${questions.map((id) => describeHead(page.titleOf(id))).join("")}<th>Notes</th></tr></thead>
<tbody>
${scored.map((each) => describeStudent(each, questions, page.addressOf(each))).join("\n")}
</tbody></table>`;
  return offlinePage({ title, style, body });
}

const describeHead = (title: string): string =>
  `<th class="points" title="${escapeHtml(title)}"><span>${escapeHtml(title)}</span></th>`;

const nameOf = ({ graded }: Scored): string => graded.name || graded.student;

function describeClass(scored: Scored[]): string {
  const points = scored.map((each) => each.points).sort((a, b) => a - b);
  const count = points.length;
  const median =
    (points[Math.floor((count - 1) / 2)]! + points[Math.floor(count / 2)]!) / 2;
  const most = Math.max(...scored.map(({ maxPoints }) => maxPoints));
  const late = scored.filter((each) => each.late !== "").length;
  const waiting = scored.filter(({ pending }) => pending > 0).length;
  return [
    count === 1 ? "1 student" : `${count} students`,
    `mean ${writePoints(meanOf(points))} of ${writePoints(most)} points`,
    `median ${writePoints(median)}`,
    `from ${writePoints(points[0]!)} to ${writePoints(points.at(-1)!)}`,
    ...(late > 0 ? [`${late} late`] : []),
    ...(waiting > 0 ? [`${waiting} to be marked`] : []),
  ].join(" · ");
}

const meanOf = (points: number[]): number =>
  points.reduce((sum, each) => sum + each, 0) / points.length;

/** Of those whose points are known. */
function describeQuestion(id: string, title: string, scored: Scored[]): string {
  const scores = scored
    .flatMap((each) => each.scores)
    .filter(({ gradeId }) => gradeId === id);
  const most = scores[0]!.maxPoints;
  const points = scores.flatMap((score) => score.points ?? []);
  const mean = points.length === 0 ? undefined : meanOf(points);
  const share = most > 0 ? Math.round((100 * (mean ?? 0)) / most) : 0;
  const count = (wanted: number) =>
    points.filter((each) => each === wanted).length;
  const cells = [
    mean === undefined ? "–" : `${writePoints(mean)} of ${writePoints(most)}`,
    `<meter max="100" value="${share}">${share}%</meter>`,
    ...[count(most), count(0)],
  ].map((cell) => `<td class="points">${cell}</td>`);
  return `<tr><td>${escapeHtml(title)}</td>${cells.join("")}</tr>`;
}

function describeStudent(
  each: Scored,
  questions: string[],
  address: string,
): string {
  const { graded, scores, points, pending, late } = each;
  const { name, student } = graded;
  const given = questions.map((id) => {
    const score = scores.find(({ gradeId }) => gradeId === id);
    if (score === undefined) return `<td></td>`;
    const { points: got, maxPoints } = score;
    const mark =
      got === undefined ? "open" : got === maxPoints ? "full" : "lost";
    return `<td class="points ${mark}">${got === undefined ? "–" : writePoints(got)}</td>`;
  });
  const notes = [
    ...(late === "" ? [] : [late]),
    ...(pending > 0 ? [`${writePoints(pending)} points to be marked`] : []),
    ...graded.notes,
  ].map((note) => `<div>${escapeHtml(note)}</div>`);
  const id = name ? ` <small>${escapeHtml(student)}</small>` : "";
  return `<tr><td><a href="${escapeHtml(address)}">${escapeHtml(name || student)}</a>${id}</td><td class="points sum">${writePoints(points)}</td>${given.join("")}<td class="notes">${notes.join("")}</td></tr>`;
}

const style = `
main { max-width: 75rem }
small { color: var(--quiet) }
table { margin-top: 1.5rem } table:not(.questions) { width: 100% }
thead { position: sticky; top: 0; background: var(--page); box-shadow: 0 1px var(--line) }
th { font-size: .85rem; color: var(--quiet); vertical-align: bottom }
th, td { text-align: left; padding: .3rem 1.2rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word }
td { vertical-align: top }
.points { text-align: right; font-variant-numeric: tabular-nums } td.points { white-space: nowrap }
th.points span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; min-width: 5.5rem; max-width: 9rem }
.sum { font-weight: 600 } .lost { color: var(--lost) } .full { color: var(--full) } .open { color: var(--quiet) }
.notes { font-size: .85rem; color: var(--quiet) }
meter { width: 8rem }
`;
