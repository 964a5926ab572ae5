import type { Shipment } from "./messages.ts";

const shipments = new WeakMap<object, Shipment>();

/** A function that stands for another process' own: in workers that one's code runs. */
export function noteShipment(fn: object, shipment: Shipment): void {
  shipments.set(fn, shipment);
}

export const shipmentOf = (fn: object): Shipment | undefined =>
  shipments.get(fn);
