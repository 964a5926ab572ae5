import { findImageType } from "../image-type.ts";
import { Figure, figure } from "./figure.ts";
import { heading } from "./heading.ts";

/** A picture with words under it. */
export interface Photo {
  /** Bytes of a PNG, JPEG, GIF or WebP file, or a `data:` URL of one. */
  image: Uint8Array | string;
  /** The words below it. */
  caption: string;
}

/** How {@link photos} lays them out. */
export interface PhotosOptions {
  /** Above the figure (default: none). */
  title?: string;
  /** Smaller letters under the title (default: none). */
  subtitle?: string;
  /** Pictures side by side; default 3, or fewer if there are fewer. */
  columns?: number;
}

/** Width of all columns in a notebook of usual width, px; pictures are mostly 4 to 3. */
const usualWidth = 720;
const lineHeight = 17;
/** Of Arial at the size of captions, px. */
const letterWidth = 6.5;
/** Width of all columns in a narrow window, px: captions are broken to fit there. */
const narrowWidth = 540;

/**
 * Pictures in a grid, each with its caption. They are stored in the notebook: keep them small.
 * @throws TypeError if an image is neither of the formats nor a data URL
 */
export function photos(list: Photo[], options: PhotosOptions = {}): Figure {
  const { title = "", subtitle = "" } = options;
  const columns = options.columns ?? Math.min(3, Math.max(1, list.length));
  const letters = Math.floor(narrowWidth / columns / letterWidth);
  const captions = list.map(({ caption }) => breakLines(caption, letters));
  const lines = Math.max(1, ...captions.map((caption) => caption.length));
  const captionHeight = 13 + lineHeight * lines;
  const rowHeight = Math.round((usualWidth / columns) * 0.7 + captionHeight);
  const share = captionHeight / rowHeight;
  const head = heading({ title, subtitle });
  const rows = Math.max(1, Math.ceil(list.length / columns));
  const place = (i: number) => ({
    x: i % columns,
    y: -Math.floor(i / columns),
  });
  return figure(
    [
      // Hover shows the caption over the middle of each picture.
      {
        type: "scatter",
        mode: "markers",
        x: list.map((_, i) => place(i).x + 0.5),
        y: list.map((_, i) => place(i).y - 0.45),
        text: list.map(({ caption }) => caption),
        hoverinfo: "text",
        marker: { opacity: 0 },
      },
    ],
    {
      ...head,
      height: rows * rowHeight + head.margin.t + 16,
      margin: { ...head.margin, l: 16, r: 16, b: 16 },
      xaxis: { visible: false, range: [0, columns] },
      yaxis: { visible: false, range: [-rows, 0] },
      images: list.map(({ image }, i) => ({
        source: toDataUrl(image),
        xref: "x" as const,
        yref: "y" as const,
        // Down to its caption, however flat it is.
        x: place(i).x + 0.5,
        y: place(i).y - 1 + share,
        xanchor: "center" as const,
        yanchor: "bottom" as const,
        sizex: 0.94,
        sizey: 1 - share,
        sizing: "contain" as const,
      })),
      annotations: captions.map((caption, i) => ({
        text: caption.join("<br>"),
        x: place(i).x + 0.5,
        y: place(i).y - 1 + share / 2,
        showarrow: false,
      })),
    },
    {
      description: `${list.length} pictures${title ? ` "${title}"` : ""}: ${list.map(({ caption }) => caption).join(", ")}`,
    },
  );
}

/** Lines of at most so many letters, broken behind blanks, hyphens and underscores where there are any. */
function breakLines(caption: string, letters: number): string[] {
  const lines = [""];
  for (const part of caption.split(/(?<=[\s_-])/)) {
    const last = lines.at(-1) as string;
    if (last === "" || last.length + part.length <= letters)
      lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines;
}

function toDataUrl(image: Uint8Array | string): string {
  if (typeof image === "string") {
    if (image.startsWith("data:image/")) return image;
    throw new TypeError(
      `"${image.slice(0, 60)}" is not an image: pass the file's bytes, such as readFileSync("photo.jpg").`,
    );
  }
  const type = findImageType(image);
  if (!type)
    throw new TypeError(
      "an image is not PNG, JPEG, GIF or WebP. Convert it first.",
    );
  return `data:${type};base64,${Buffer.from(image).toString("base64")}`;
}
