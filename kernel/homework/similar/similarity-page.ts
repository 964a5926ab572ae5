import { escapeHtml } from "../../../lib/escape-html.ts";
import { offlinePage } from "../files/offline-page.ts";
import type { Pair, Span, Work } from "./compare.ts";

/** The pairs of an assignment side by side, with what both have marked; it needs nothing from anywhere. */
export function makeSimilarPage(assignment: string, pairs: Pair[]): string {
  const title = `${assignment}: similar answers`;
  const rows = pairs.map(
    ({ one, other, likeness, shared }, at) =>
      `<tr><td class="number"><a href="#pair-${at}">${percent(likeness)}</a></td><td class="number">${shared}</td><td>${escapeHtml(one.student)}</td><td>${escapeHtml(other.student)}</td></tr>`,
  );
  const body = `<p>${count(pairs.length)}. How similar two are is the share of the shorter one's own passages that the other has too. It is a reason to look, and proves nothing.</p>
<table><thead><tr><th class="number">Similar</th><th class="number">Passages</th><th colspan="2">Students</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table>
${pairs.map(describePair).join("\n")}`;
  return offlinePage({ title, style, body });
}

const count = (pairs: number): string =>
  pairs === 1 ? "1 pair" : `${pairs} pairs`;

export const percent = (share: number): string => `${Math.round(100 * share)}%`;

function describePair(
  { one, other, likeness, marks }: Pair,
  at: number,
): string {
  return `<section id="pair-${at}"><h2><a href="#">↑</a> ${escapeHtml(one.student)} and ${escapeHtml(other.student)}, ${percent(likeness)}</h2>
<div class="pair">${describeWork(one, marks[0])}${describeWork(other, marks[1])}</div></section>`;
}

function describeWork({ student, text }: Work, spans: Span[]): string {
  let at = 0;
  const parts = spans.map(({ from, to }) => {
    const part = `${escapeHtml(text.slice(at, from))}<mark>${escapeHtml(text.slice(from, to))}</mark>`;
    at = to;
    return part;
  });
  return `<div><h3>${escapeHtml(student)}</h3><pre>${parts.join("")}${escapeHtml(text.slice(at))}</pre></div>`;
}

const style = `
:root { --mark: #ffe9a8 }
@media (prefers-color-scheme: dark) { :root { --mark: #5a4a12 } }
main { max-width: 90rem }
h2 { margin: 2.5rem 0 .5rem } h3 { margin: .5rem 0; font-size: 1rem }
th, td { text-align: left; padding: .3rem 1.5rem .3rem 0; border-bottom: 1px solid var(--line) }
.number { text-align: right; font-variant-numeric: tabular-nums }
thead { position: sticky; top: 0; background: var(--page) }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem }
pre { font: 14px/1.5 ui-monospace, monospace; background: var(--code); border-radius: 4px; padding: .5rem .8rem; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
mark { background: var(--mark); color: inherit }
`;
