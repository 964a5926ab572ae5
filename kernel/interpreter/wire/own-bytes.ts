const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const typedArray = getPrototypeOf(Uint8Array.prototype) as object;
const getter = (name: string) =>
  getOwnPropertyDescriptor(typedArray, name)!.get!;
const [bufferOf, offsetOf, lengthOf] = [
  getter("buffer"),
  getter("byteOffset"),
  getter("byteLength"),
];

/** The same bytes as an array of this realm, whatever a cell has made of the getters of its own. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(
    Reflect.apply(bufferOf, bytes, []) as ArrayBuffer,
    Reflect.apply(offsetOf, bytes, []) as number,
    Reflect.apply(lengthOf, bytes, []) as number,
  );
}
