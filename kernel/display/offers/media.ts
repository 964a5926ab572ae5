import { types } from "node:util";
import { escapeHtml } from "../../../lib/escape-html.ts";
import { imageBundle } from "../image.ts";
import { classesOf, hasMethods, memberOf, methodOf } from "../method-of.ts";
import type { MimeBundle } from "../mime-bundle.ts";
import type { Offer } from "./offer.ts";

/** More than a page takes well, as text. */
const mostBytes = 20_000_000;

const sounds: [type: string, start: RegExp][] = [
  ["audio/wav", /^RIFF....WAVE/s],
  ["audio/ogg", /^OggS/],
  ["audio/flac", /^fLaC/],
  ["audio/mpeg", /^(ID3|\xff[\xfb\xf3\xf2])/],
];

/** Bytes that begin as a sound or a document does. */
const bytes: Offer = (value) => {
  if (!types.isUint8Array(value) || value.length > mostBytes) return undefined;
  const buffer = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const start = buffer.toString("latin1", 0, 16);
  const size = `${Math.ceil(buffer.length / 1000)} kB`;
  if (start.startsWith("%PDF-"))
    return {
      "application/pdf": buffer.toString("base64"),
      "text/plain": `a PDF of ${size}`,
    };
  const type = sounds.find(([, shape]) => shape.test(start))?.[0];
  return type === undefined
    ? undefined
    : {
        "text/html": `<audio controls src="data:${type};base64,${buffer.toString("base64")}"></audio>`,
        "text/plain": `a sound of ${size}, ${type}`,
      };
};

/** The address of a picture. */
const address: Offer = (value) => {
  if (!(value instanceof URL) && classesOf(value)[0] !== "URL")
    return undefined;
  const { href, protocol, pathname } = value as URL;
  if (!/^https?:$/.test(protocol)) return undefined;
  if (!/\.(png|jpe?g|gif|webp|svg|avif)$/i.test(pathname)) return undefined;
  return {
    "text/html": `<img src="${escapeHtml(href)}" alt="${escapeHtml(href)}">`,
    "text/plain": href,
  };
};

/** A canvas, of whichever package. */
const canvas: Offer = (value) => {
  if (!hasMethods(value, "getContext")) return undefined;
  const { width, height } = value as Record<string, unknown>;
  const text = { "text/plain": `a canvas of ${width} × ${height}` };
  const drawn =
    methodOf(value, "toBuffer")?.("image/png") ??
    methodOf(value, "toDataURL")?.("image/png");
  return whenThere(drawn, (image) => {
    const found =
      typeof image === "string" ? fromDataUrl(image) : imageBundle(image);
    return found && { ...found, ...text };
  });
};

/** A picture of sharp whose source is a file or bytes: reading a stream would use it up. */
const sharp: Offer = (value) => {
  if (
    classesOf(value)[0] !== "Sharp" ||
    !hasMethods(value, "toBuffer", "clone")
  )
    return undefined;
  const { input } = (memberOf(value, "options") ?? {}) as {
    input?: Record<string, unknown>;
  };
  if (!input?.file && !input?.buffer && !input?.createWidth) return undefined;
  const copy = methodOf(value, "clone")!() as {
    png(): { toBuffer(): Promise<Buffer> };
  };
  return copy
    .png()
    .toBuffer()
    .then((image) => ({
      ...imageBundle(image),
      "text/plain": "a picture of sharp",
    }));
};

function whenThere(
  made: unknown,
  show: (image: unknown) => MimeBundle | undefined,
): ReturnType<Offer> {
  return types.isPromise(made) ? made.then(show) : show(made);
}

function fromDataUrl(url: string): MimeBundle | undefined {
  const [, type, data] = /^data:(image\/\w+);base64,(.*)$/s.exec(url) ?? [];
  return type && data ? { [type]: data } : undefined;
}

export const media: Offer[] = [bytes, address, canvas, sharp];
