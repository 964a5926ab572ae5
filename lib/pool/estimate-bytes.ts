const enough = 1000;

/**
 * About how many bytes the values take on their way: exact for buffers and strings, eight for each other value. Looks at
 * a thousand values and extrapolates from there, so that a pool can record it for every task.
 */
export function estimateBytes(values: unknown[]): number {
  let bytes = 0;
  let left = enough;

  const visit = (value: unknown): void => {
    left -= 1;
    if (typeof value === "string") bytes += value.length;
    else if (typeof value !== "object" || value === null) bytes += 8;
    else if (ArrayBuffer.isView(value)) bytes += sizeOf(value.buffer, value);
    else if (value instanceof ArrayBuffer) bytes += value.byteLength;
    else if (Array.isArray(value)) visitArray(value);
    else visitArray(Object.values(value));
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

/** Shared memory is not copied: only its address travels. */
function sizeOf(buffer: ArrayBufferLike, view: ArrayBufferView): number {
  return buffer instanceof SharedArrayBuffer ? 8 : view.byteLength;
}
