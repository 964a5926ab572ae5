/** How the files of each type begin. */
const signatures: Record<string, (start: string) => boolean> = {
  "image/png": (start) => start.startsWith("\x89PNG\r\n\x1a\n"),
  "image/jpeg": (start) => start.startsWith("\xff\xd8\xff"),
  "image/gif": (start) => start.startsWith("GIF8"),
  // A WAV and an AVI are RIFF files too: the kind comes after the size.
  "image/webp": (start) => /^RIFF[^]{4}WEBP/.test(start),
};

/** MIME type of a picture, by its first bytes; undefined for anything but PNG, JPEG, GIF and WebP. */
export function findImageType(image: Uint8Array): string | undefined {
  const start = String.fromCharCode(...image.subarray(0, 12));
  return Object.keys(signatures).find((type) => signatures[type]!(start));
}
