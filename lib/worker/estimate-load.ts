const enough = 1000;

/**
 * About how many bytes the values take on their way: exact for buffers and strings, eight for each other value. Looks at
 * a thousand values and extrapolates from there, so that a pool can record it for every task.
 */
export function estimateLoad(values: unknown[]): number {
  let bytes = 0;
  let left = enough;

  const visit = (value: unknown): void => {
    left -= 1;
    if (typeof value === "string") bytes += value.length;
    else if (typeof value !== "object" || value === null) bytes += 8;
    else if (ArrayBuffer.isView(value))
      visitBuffer(value.buffer, value.byteLength);
    else if (isBuffer(value)) visitBuffer(value, value.byteLength);
    else if (Array.isArray(value)) visitArray(value);
    else visitArray(Object.values(value));
  };

  const visitBuffer = (buffer: ArrayBufferLike, length: number): void => {
    // Shared memory is not copied: only its address travels.
    if (!(buffer instanceof SharedArrayBuffer)) bytes += length;
  };

  const visitArray = (items: unknown[]): void => {
    const before = bytes;
    let seen = 0;
    for (; seen < items.length && left > 0; seen += 1) visit(items[seen]);
    if (seen > 0) bytes += ((bytes - before) / seen) * (items.length - seen);
  };

  visitArray(values);
  return Math.round(bytes);
}

function isBuffer(value: object): value is ArrayBufferLike {
  return value instanceof ArrayBuffer || value instanceof SharedArrayBuffer;
}
