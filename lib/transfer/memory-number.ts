const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** Equal for the same memory, so that data with it keeps its key. */
export function memoryNumber(memory: object): number {
  const number = numbers.get(memory) ?? (lastNumber += 1);
  numbers.set(memory, number);
  return number;
}
