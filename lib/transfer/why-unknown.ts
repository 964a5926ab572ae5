import { originOfInstance } from "./origin.ts";

/** Why an instance cannot be sent whose class no cell and not this library declares, and what to do. */
export function whyUnknown(value: object, inNotebook: boolean): string {
  const { constructor } = value;
  const origin = inNotebook ? originOfInstance(value) : undefined;
  const isNamed = constructor?.name && constructor !== Object;
  if (origin !== undefined)
    return (
      `is ${isNamed ? `an instance of ${constructor.name}` : "an object"} from ${origin}, which cannot be sent; ` +
      "make it inside the function that workers run, or in a module that this function imports"
    );
  return (
    `is an instance of ${constructor?.name || "a class without a name"}, which a worker does not know; ` +
    (inNotebook
      ? "declare the class at the top level of a cell, or send plain data"
      : "send plain data, and make the instance inside the function")
  );
}
