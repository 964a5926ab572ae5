import { everyItem } from "../every-item.ts";
import { hasMethods, memberOf, methodOf } from "../method-of.ts";
import type { Offer } from "./offer.ts";

const mostNumbers = 10;

/** Of TensorFlow.js: reading its numbers may wait for another processor. */
const tfjs: Offer = (value) => {
  if (!hasMethods(value, "dataSync", "reshape", "dispose")) return undefined;
  const { shape, dtype, isDisposed } = value as Record<string, unknown>;
  if (!isShape(shape)) return undefined;
  const head = isDisposed
    ? "disposed"
    : headOf(methodOf(value, "dataSync")!() as ArrayLike<unknown>);
  return { "text/plain": `${nameOf(shape, dtype)}: ${head}` };
};

/** Of ONNX Runtime: what it is stands behind getters of its own. */
const onnx: Offer = (value) => {
  if (!hasMethods(value, "getData", "reshape", "dispose")) return undefined;
  const { dims, type, data } = value as Record<string, unknown>;
  if (!isShape(dims)) return undefined;
  return {
    "text/plain": `${nameOf(dims, type)}: ${headOf(data as ArrayLike<unknown>)}`,
  };
};

/** ndarray and others that say their shape and keep their numbers in one array. */
const strided: Offer = (value) => {
  const shape = memberOf(value, "shape");
  const data = memberOf(value, "data");
  const isOne =
    isShape(shape) &&
    (ArrayBuffer.isView(data) || Array.isArray(data)) &&
    memberOf(value, "stride") !== undefined;
  return isOne
    ? {
        "text/plain": `${nameOf(shape, memberOf(value, "dtype"))}: ${headOf(data as ArrayLike<unknown>)}`,
      }
    : undefined;
};

function isShape(shape: unknown): shape is number[] {
  return (
    Array.isArray(shape) &&
    everyItem(shape, (length) => typeof length === "number")
  );
}

function nameOf(shape: number[], kind: unknown): string {
  const size = shape.length ? shape.join(" × ") : "scalar";
  return `Tensor ${size}${typeof kind === "string" ? ` of ${kind}` : ""}`;
}

function headOf(data: ArrayLike<unknown>): string {
  const numbers = Array.from(
    { length: Math.min(data.length, mostNumbers) },
    (_, at) => {
      const one = data[at];
      return typeof one === "number"
        ? String(Number(one.toPrecision(6)))
        : String(one);
    },
  );
  const left = data.length - numbers.length;
  return numbers.join(", ") + (left > 0 ? `, ... ${left} more` : "");
}

export const tensors: Offer[] = [tfjs, onnx, strided];
