import { paintHills, paintSkyline } from "./paint-landscape.ts";
import { paintRomanesco } from "./paint-romanesco.ts";
import type { Picture } from "./picture.ts";
import { type Distance, type Page, startWebServer } from "./web-server.ts";

export interface PhotoServerOptions extends Distance {
  /** Pixels; default 320 x 200. */
  width?: number;
  height?: number;
  /** JPEG quality, 1 to 100; default 70. */
  quality?: number;
  /** Whether two of the addresses fail: one is not there, one breaks off halfway. Default true. */
  failures?: boolean;
}

export interface PhotoServer {
  /** "http://127.0.0.1:54321" */
  url: string;
  /** Ten addresses: seven photos, one of them twice, and two that fail. Without failures eight. */
  urls: string[];
  /** Ends the server; call it in the notebook's last cell. Safe to call twice. */
  close(): Promise<void>;
}

type Painter = (width: number, height: number, seed: number) => Picture;

const photos: [name: string, paint: Painter, seed: number][] = [
  ["romanesco", paintRomanesco, 1],
  ["skyline-by-the-river", paintSkyline, 9],
  ["hills-at-dawn", paintHills, 7],
  ["romanesco-at-the-market", paintRomanesco, 8],
  ["hills-at-noon", paintHills, 11],
  ["skyline-at-sunset", paintSkyline, 3],
  ["romanesco-from-the-garden", paintRomanesco, 13],
];

/**
 * A photo site on this machine: real JPEGs, painted here, over a line as slow as the internet's. Every run gives the same
 * photos, the same latencies and the same failures.
 * @param options default latency 150 to 450 ms and 100,000 bytes a second for each connection
 */
export async function startPhotoServer(
  options: PhotoServerOptions = {},
): Promise<PhotoServer> {
  const { width = 320, height = 200, quality = 70, failures = true } = options;
  const pages = new Map<string, Page>();
  for (const [name, paint, seed] of photos) {
    const body = paint(width, height, seed).toJpeg(quality);
    pages.set(`/photos/${name}.jpg`, { type: "image/jpeg", body });
  }
  const paths = [...pages.keys()];
  // Lists of addresses that people keep have doubles, and links that died.
  paths.splice(4, 0, "/photos/romanesco.jpg");
  if (failures) addFailures(pages, paths);
  const { url, close } = await startWebServer(pages, {
    latencyMs: [150, 450],
    bytesPerSecond: 100_000,
    ...options,
  });
  return { url, urls: paths.map((path) => url + path), close };
}

function addFailures(pages: Map<string, Page>, paths: string[]): void {
  const gone = "/photos/moved-away.jpg";
  pages.set(gone, { status: 404, reason: "this photo has moved away" });
  const broken = "/photos/half-a-photo.jpg";
  const whole = pages.get("/photos/hills-at-noon.jpg");
  if (whole && "body" in whole) pages.set(broken, { ...whole, breaks: true });
  paths.splice(2, 0, gone);
  paths.splice(7, 0, broken);
}
