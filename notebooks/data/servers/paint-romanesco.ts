import { type Color, Picture, shade } from "./picture.ts";
import { makeRandom } from "./random.ts";

const goldenAngle = Math.PI * (3 - Math.sqrt(5));
const florets = 120;
const buds = 34;

/**
 * A Romanesco from above: florets a golden angle apart, each set with buds in the same way. The number of spirals that
 * the eye finds is a Fibonacci number.
 * @param seed turns it and chooses its green
 */
export function paintRomanesco(
  width: number,
  height: number,
  seed: number,
): Picture {
  const random = makeRandom(seed);
  const picture = new Picture(width, height);
  const turn = random() * 2 * Math.PI;
  const green: Color = [
    120 + 50 * random(),
    175 + 30 * random(),
    70 + 40 * random(),
  ];
  picture.fill((x, y) =>
    shade([52, 44, 38], 0.5 + 0.5 * Math.hypot(x - 0.5, y - 0.5)),
  );
  const reach = 0.6 * Math.min(width, height);
  // From the rim inwards: the middle stands highest and covers what is behind it.
  for (let i = florets; i >= 0; i--) {
    const distance = reach * (i / florets) ** 0.7;
    const angle = turn + i * goldenAngle;
    const radius = reach * (0.045 + 0.22 * (i / florets) ** 0.6);
    const x = width / 2 + distance * Math.cos(angle);
    const y = height / 2 + distance * Math.sin(angle);
    paintFloret(
      picture,
      x,
      y,
      radius,
      angle,
      shade(green, 1.25 - (0.5 * i) / florets),
    );
  }
  return picture;
}

function paintFloret(
  picture: Picture,
  x: number,
  y: number,
  radius: number,
  turn: number,
  color: Color,
): void {
  paintDome(picture, x, y, radius, shade(color, 0.6));
  for (let i = buds; i >= 0; i--) {
    const part = Math.sqrt(i / buds);
    const angle = turn + i * goldenAngle;
    const bud = radius * (0.1 + 0.16 * part);
    paintDome(
      picture,
      x + radius * 0.85 * part * Math.cos(angle),
      y + radius * 0.85 * part * Math.sin(angle),
      Math.max(0.7, bud),
      shade(color, 1.12 - 0.35 * part),
    );
  }
}

/** A ball lit from the top left. */
function paintDome(
  picture: Picture,
  centerX: number,
  centerY: number,
  radius: number,
  color: Color,
): void {
  for (let y = Math.floor(centerY - radius); y <= centerY + radius; y++)
    for (let x = Math.floor(centerX - radius); x <= centerX + radius; x++) {
      const dx = (x - centerX) / radius;
      const dy = (y - centerY) / radius;
      const rim = dx * dx + dy * dy;
      if (rim > 1) continue;
      const light = Math.sqrt(1 - rim) - 0.35 * (dx + dy);
      picture.set(x, y, shade(color, 0.55 + 0.5 * light));
    }
}
