import { script } from "./script.ts";

/** @param nonce lets this style and this script in, and nothing else */
export function makePage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Marking</title>
<style nonce="${nonce}">${style}</style></head>
<body>
<header>
<label>Question <select id="question"></select></label>
<span id="progress" role="status"></span>
<span class="keys"><kbd>0</kbd>–<kbd>9</kbd> points · <kbd>Enter</kbd> save, next · <kbd>←</kbd> <kbd>→</kbd> other answers · <kbd>c</kbd> comment · <kbd>n</kbd> next without points</span>
</header>
<main>
<section id="answer" aria-live="polite"></section>
<form id="form">
<h2 id="label"></h2>
<p id="state"></p>
<label>Points <input id="points" inputmode="decimal" autocomplete="off"> of <span id="of"></span></label>
<label>Comment <textarea id="comment" rows="4"></textarea></label>
<button id="save">Save, next</button>
<p id="problem" role="alert"></p>
<h3 id="again-title" hidden>Comments so far</h3>
<div id="again"></div>
</form>
</main>
<script nonce="${nonce}">${script}</script>
</body></html>
`;
}

const style = `
:root { color-scheme: light dark; --text: #1c1c1c; --quiet: #666; --page: #fff; --code: #f5f5f5; --line: #ddd; --lost: #a40000; --accent: #0b57a4; --bad: #fdeeee }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6e6; --quiet: #a0a0a0; --page: #161616; --code: #232323; --line: #3a3a3a; --lost: #ff8a80; --accent: #8ab4f8; --bad: #3a2020 } }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); margin: 0 }
header { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: center; padding: .6rem 1rem; border-bottom: 1px solid var(--line) }
header select { font: inherit; max-width: min(44rem, 100%) }
.keys { color: var(--quiet); font-size: .85rem }
kbd { border: 1px solid var(--line); border-radius: 3px; padding: 0 .3em; font: inherit }
main { display: grid; grid-template-columns: minmax(0, 1fr) 20rem; gap: 1.5rem; padding: 1rem; align-items: start }
form { position: sticky; top: 1rem; display: grid; gap: .8rem }
h2, h3, p { margin: 0 } h2 { font-size: 1.2rem } h3 { font-size: .9rem; color: var(--quiet) }
#state, #problem { font-size: .9rem; color: var(--quiet) } #problem { color: var(--lost) } p:empty { display: none }
input, textarea, button { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 4px; padding: .3rem .5rem }
#points { width: 5rem } textarea { display: block; width: 100% }
button { cursor: pointer } #save { background: var(--accent); color: var(--page); border-color: var(--accent) }
#again { display: grid; gap: .4rem } #again button { text-align: left; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9rem }
.cell { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem; align-items: start; margin-bottom: 1rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line) }
.cell > * { min-width: 0 }
pre { font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 .5rem; padding: .5rem .8rem }
.source pre { background: var(--code); border-radius: 4px } pre.error, pre.stderr { background: var(--bad) }
img { max-width: 100%; background: #fff; border-radius: 4px }
@media (max-width: 50rem) { main { grid-template-columns: minmax(0, 1fr) } form { position: static } }
`;
