import { escapeHtml } from "../../../lib/escape-html.ts";
import type { Pair, Span, Work } from "./compare.ts";

/** The pairs of an assignment side by side, with what both have marked; it needs nothing from anywhere. */
export function makeSimilarPage(assignment: string, pairs: Pair[]): string {
  const title = `${assignment}: similar answers`;
  const rows = pairs.map(
    ({ one, other, likeness, shared }, at) =>
      `<tr><td class="number"><a href="#pair-${at}">${percent(likeness)}</a></td><td class="number">${shared}</td><td>${escapeHtml(one.student)}</td><td>${escapeHtml(other.student)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${style}</style></head>
<body><main>
<h1>${escapeHtml(title)}</h1>
<p>${count(pairs.length)}. How similar two are is the share of the shorter one's own passages that the other has too. It is a reason to look, and proves nothing.</p>
<table><thead><tr><th class="number">Similar</th><th class="number">Passages</th><th colspan="2">Students</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table>
${pairs.map(describePair).join("\n")}
</main></body></html>
`;
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
:root { color-scheme: light dark; --text: #1c1c1c; --page: #fff; --code: #f5f5f5; --line: #ddd; --mark: #ffe9a8; --link: #0b57a4 }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6e6; --page: #161616; --code: #232323; --line: #3a3a3a; --mark: #5a4a12; --link: #8ab4f8 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); margin: 0 }
main { max-width: 90rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
a { color: var(--link) } h1 { margin: 0 } h2 { margin: 2.5rem 0 .5rem } h3 { margin: .5rem 0; font-size: 1rem }
table { border-collapse: collapse } th, td { text-align: left; padding: .3rem 1.5rem .3rem 0; border-bottom: 1px solid var(--line) }
.number { text-align: right; font-variant-numeric: tabular-nums }
thead { position: sticky; top: 0; background: var(--page) }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem }
pre { font: 14px/1.5 ui-monospace, monospace; background: var(--code); border-radius: 4px; padding: .5rem .8rem; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
mark { background: var(--mark); color: inherit }
`;
