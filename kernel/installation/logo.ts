/** A disc of the logo, in units of its 64 x 64 square. */
export interface Disc {
  x: number;
  y: number;
  radius: number;
  /** Red, green and blue, 0 to 255. */
  color: [number, number, number];
}

/** The florets of a romanesco seen from above: one every golden angle, in the order they are painted, outer ones first. */
export function drawLogo(): Disc[] {
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  const ground: Disc = { x: 32, y: 32, radius: 14, color: shade(0.5) };
  const florets = Array.from({ length: 34 }, (_, index) => {
    const reach = 4.35 * Math.sqrt(index + 0.4);
    const turn = (index + 1) * goldenAngle;
    const radius = 2.8 + 0.155 * reach;
    const floret = disc(reach, turn, radius, shade(reach / 26));
    return [
      floret,
      disc(0.95 * reach, turn, 0.45 * radius, shade(reach / 26 - 0.45)),
    ];
  });
  return [ground, ...florets.reverse().flat()];
}

export function toSvg(discs: Disc[]): string {
  const circles = discs.map(
    ({ x, y, radius, color }) =>
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" fill="rgb(${color.join()})"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">${circles.join("")}</svg>\n`;
}

function disc(
  reach: number,
  turn: number,
  radius: number,
  color: Disc["color"],
): Disc {
  const [x, y] = [32 + reach * Math.cos(turn), 32 + reach * Math.sin(turn)];
  return { x, y, radius, color };
}

/** From light (0 and below) to deep green (1). */
function shade(depth: number): Disc["color"] {
  const mix = (light: number, deep: number) =>
    Math.round(light + (deep - light) * Math.max(-0.4, depth));
  return [mix(172, 46), mix(214, 130), mix(110, 38)];
}
