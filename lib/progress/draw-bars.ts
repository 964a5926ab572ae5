import { escapeHtml } from "../escape-html.ts";
/** What a bar shows at one moment. */
export interface BarState {
  label: string;
  done: number;
  /** undefined while nobody knows how much there is. */
  total: number | undefined;
  elapsedSeconds: number;
  state: "running" | "finished" | "stopped";
}

const textWidth = 24;

/** A bar as a line of text: "hashing  [#####-----]  50 %  20/40, 8.1/s, 2.5 s, 2.5 s left". */
export function drawText(bar: BarState): string {
  const { label, total } = bar;
  const parts = [label, drawBlocks(bar), ...facts(bar)];
  if (total === undefined) parts.splice(1, 1);
  return parts.filter((part) => part !== "").join("  ");
}

/** The same as HTML without scripts, so that it also shows in a notebook that is not trusted. */
export function drawHtml(bar: BarState): string {
  const { label, done, total, state } = bar;
  const value =
    total === undefined
      ? state === "running"
        ? ""
        : ` max="1" value="1"`
      : ` max="${total || 1}" value="${total === 0 ? 1 : done}"`;
  return (
    `<div style="display:flex;align-items:center;gap:1em">` +
    (label ? `<span>${escapeHtml(label)}</span>` : "") +
    `<progress${value} aria-label="${escapeHtml(label || "progress")}" style="width:14em;min-width:4em"></progress>` +
    facts(bar)
      // In a narrow column the bar gives way, not the numbers.
      .map(
        (fact) => `<span style="white-space:nowrap">${escapeHtml(fact)}</span>`,
      )
      .join("") +
    `</div>`
  );
}

function drawBlocks({ done, total = 0 }: BarState): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.floor(share * textWidth);
  return `[${"#".repeat(full)}${"-".repeat(textWidth - full)}]`;
}

function facts({ done, total, elapsedSeconds, state }: BarState): string[] {
  const rate = elapsedSeconds > 0 ? done / elapsedSeconds : 0;
  const count = total === undefined ? `${done}` : `${done}/${total}`;
  const numbers = [count];
  if (rate > 0) numbers.push(`${formatRate(rate)}/s`);
  numbers.push(formatDuration(elapsedSeconds));
  if (state === "running" && total !== undefined && rate > 0)
    numbers.push(`${formatDuration((total - done) / rate)} left`);
  if (state === "stopped") numbers.push("stopped");
  const percent =
    total === undefined
      ? []
      : [`${total === 0 ? 100 : Math.floor((100 * done) / total)} %`];
  return [...percent, numbers.join(", ")];
}

function formatRate(rate: number): string {
  return rate >= 100 ? rate.toFixed(0) : rate.toPrecision(2);
}

/** 3.2 s, 61 s as "1:01", an hour as "1:00:00". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(rest)}`
    : `${minutes}:${two(rest)}`;
}
