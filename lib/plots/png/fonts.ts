import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type Font, parse } from "opentype.js";

const { resolve } = createRequire(import.meta.url);

/** The build puts the few that are used beside the worker; sources take them from the package. */
function file(style: string): string {
  const name = `Arimo_${style}.ttf`;
  const built = fileURLToPath(new URL(`./${name}`, import.meta.url));
  if (existsSync(built)) return built;
  return resolve(`@expo-google-fonts/arimo/${style}/${name}`);
}

/** Arimo has the widths of Arial, so a picture's labels take the room that they take in a browser. */
export const fontFamily = "Arimo";

export const fontFiles = {
  regular: file("400Regular"),
  bold: file("700Bold"),
  italic: file("400Regular_Italic"),
  boldItalic: file("700Bold_Italic"),
};

export type FontStyle = keyof typeof fontFiles;

const fonts = new Map<FontStyle, Font>();

function loadFont(style: FontStyle): Font {
  const known = fonts.get(style);
  if (known) return known;
  const bytes = readFileSync(fontFiles[style]);
  const font = parse(
    bytes.buffer.slice(
      bytes.byteOffset,
      bytes.byteOffset + bytes.byteLength,
    ) as ArrayBuffer,
  );
  fonts.set(style, font);
  return font;
}

/** Width in px of a line of text. */
export function measureWidth(
  text: string,
  sizePx: number,
  style: FontStyle,
): number {
  return loadFont(style).getAdvanceWidth(text, sizePx);
}

/** Height in px above and below the baseline. */
export function measureHeight(sizePx: number): {
  ascent: number;
  descent: number;
} {
  const { ascender, descender, unitsPerEm } = loadFont("regular");
  return {
    ascent: (ascender / unitsPerEm) * sizePx,
    descent: (-descender / unitsPerEm) * sizePx,
  };
}
