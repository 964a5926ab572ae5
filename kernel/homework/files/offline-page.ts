import { escapeHtml } from "../../../lib/escape-html.ts";

/**
 * A page in one file, which works offline and loads nothing, in light and dark colours.
 * @param page.style of what is in it, in the colours of this one
 * @param page.body HTML below the title
 */
export function offlinePage(page: {
  title: string;
  style: string;
  body: string;
}): string {
  const title = escapeHtml(page.title);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>${colors}${page.style}</style></head>
<body><main>
<h1>${title}</h1>
${page.body}
</main></body></html>
`;
}

const colors = `
:root { color-scheme: light dark; --text: #1c1c1c; --quiet: #666; --page: #fff; --code: #f5f5f5; --line: #ddd; --lost: #a40000; --full: #1a6b1a; --link: #0b57a4 }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6e6; --quiet: #a0a0a0; --page: #161616; --code: #232323; --line: #3a3a3a; --lost: #ff8a80; --full: #81c995; --link: #8ab4f8 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); margin: 0 }
main { margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { margin: 0 } a { color: var(--link) }
table { border-collapse: collapse }
`;
