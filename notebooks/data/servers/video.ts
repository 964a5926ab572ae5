/** Grey pictures one after the other. */
export interface Video {
  /** Name of its file. */
  name: string;
  /** Pixels. */
  width: number;
  height: number;
  /** How many pictures. */
  frames: number;
  /** width x height bytes for each picture, 0 black to 255 white. */
  pixels: Uint8Array;
}
