import { type Color, mix, Picture, shade } from "./picture.ts";
import { makeRandom, pick } from "./random.ts";

interface Light {
  top: Color;
  horizon: Color;
  sun: Color;
  ground: Color;
}

const lights: readonly Light[] = [
  {
    top: [38, 70, 130],
    horizon: [250, 190, 130],
    sun: [255, 236, 190],
    ground: [52, 58, 86],
  },
  {
    top: [70, 140, 220],
    horizon: [210, 232, 245],
    sun: [255, 255, 240],
    ground: [60, 110, 70],
  },
  {
    top: [60, 30, 80],
    horizon: [240, 110, 90],
    sun: [255, 220, 140],
    ground: [48, 28, 60],
  },
];

/** Hills behind hills under a low sun, paler the farther away. */
export function paintHills(
  width: number,
  height: number,
  seed: number,
): Picture {
  const random = makeRandom(seed);
  const light = pick(lights, random);
  const picture = paintSky(width, height, light, random);
  const rows = 5;
  for (let row = 0; row < rows; row++) {
    const crest = makeCrest(random);
    const near = (row + 1) / rows;
    const color = mix(light.horizon, light.ground, near);
    for (let x = 0; x < width; x++) {
      const top = height * (0.42 + 0.4 * near * near + 0.1 * crest(x / width));
      for (let y = Math.round(top); y < height; y++)
        picture.set(x, y, shade(color, 1.08 - (0.5 * (y - top)) / height));
    }
  }
  return picture;
}

/** A town at the water with lit windows, and its reflection. */
export function paintSkyline(
  width: number,
  height: number,
  seed: number,
): Picture {
  const random = makeRandom(seed);
  const light = pick(lights, random);
  const picture = paintSky(width, height, light, random);
  const shore = Math.round(height * 0.72);
  for (let left = 0; left < width;) {
    const wide = Math.round(width * (0.03 + 0.05 * random()));
    const top = shore - Math.round(height * (0.1 + 0.45 * random() ** 2));
    paintHouse(picture, left, top, wide, shore, light, random);
    left += wide;
  }
  paintWater(picture, shore);
  return picture;
}

function paintSky(
  width: number,
  height: number,
  light: Light,
  random: () => number,
): Picture {
  const picture = new Picture(width, height);
  const sunX = 0.15 + 0.7 * random();
  const sunY = 0.25 + 0.15 * random();
  picture.fill((x, y) => {
    const away = Math.hypot(((x - sunX) * width) / height, y - sunY);
    const sky = mix(light.top, light.horizon, y * 1.8);
    return mix(light.sun, sky, away < 0.06 ? 0 : 0.25 + away * 1.6);
  });
  return picture;
}

/** The outline of a hill: waves of three lengths, each shorter one flatter; about -1 to 1. */
function makeCrest(random: () => number): (x: number) => number {
  const waves = [1.3, 3.7, 9.1].map((frequency) => ({
    frequency: frequency * (0.8 + 0.4 * random()),
    start: random() * 7,
  }));
  return (x) =>
    waves.reduce(
      (sum, { frequency, start }, i) =>
        sum + Math.sin(start + frequency * x * 6) / 2 ** (i + 1),
      0,
    );
}

function paintHouse(
  picture: Picture,
  left: number,
  top: number,
  wide: number,
  shore: number,
  light: Light,
  random: () => number,
): void {
  const wall = shade(light.ground, 0.6 + 0.5 * random());
  for (let y = top; y < shore; y++)
    for (let x = left; x < left + wide - 1; x++) picture.set(x, y, wall);
  for (let y = top + 3; y < shore - 3; y += 5)
    for (let x = left + 2; x < left + wide - 3; x += 4)
      if (random() < 0.45)
        for (const [dx, dy] of [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const)
          picture.set(x + dx, y + dy, [255, 222, 140]);
}

/** Mirrors what is above the shore, darker and a little wavy. */
function paintWater(picture: Picture, shore: number): void {
  const { width, height, data } = picture;
  for (let y = shore; y < height; y++)
    for (let x = 0; x < width; x++) {
      const wave = Math.round(2 * Math.sin(y * 0.9 + x * 0.05));
      const from = Math.min(width - 1, Math.max(0, x + wave));
      const at = (Math.max(0, 2 * shore - y - 1) * width + from) * 4;
      const color: Color = [
        data[at] ?? 0,
        data[at + 1] ?? 0,
        data[at + 2] ?? 0,
      ];
      picture.set(
        x,
        y,
        mix(shade(color, 0.7), [20, 40, 70], (y - shore) / height),
      );
    }
}
