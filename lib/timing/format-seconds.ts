const units: [number, string][] = [
  [1, "s"],
  [1e-3, "ms"],
  [1e-6, "µs"],
  [1e-9, "ns"],
];

/** Seconds for people, in three figures: "1.25 s", "340 ms", "12.5 µs". */
export function formatSeconds(seconds: number): string {
  if (seconds === 0) return "0 s";
  const [size, unit] = units.find(([each]) => Math.abs(seconds) >= each) ?? [
    1e-9,
    "ns",
  ];
  return `${Number((seconds / size).toPrecision(3))} ${unit}`;
}
