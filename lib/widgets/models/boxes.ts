// Written by generate.js from @jupyter-widgets/schema.
import type { DomState, Reference } from "./common.ts";
export interface AccordionState extends DomState {
  box_style: "success" | "info" | "warning" | "danger" | "";
  children: readonly Reference[];
  selected_index: number | null;
  titles: readonly string[];
}
export interface AudioState extends DomState {
  autoplay: boolean;
  controls: boolean;
  format: string;
  loop: boolean;
  value: Uint8Array;
}
export interface BoxState extends DomState {
  box_style: "success" | "info" | "warning" | "danger" | "";
  children: readonly Reference[];
}
export interface ControllerAxisState extends DomState {
  value: number;
}
export interface ControllerButtonState extends DomState {
  pressed: boolean;
  value: number;
}
export interface ControllerState extends DomState {
  axes: readonly Reference[];
  buttons: readonly Reference[];
  connected: boolean;
  index: number;
  mapping: string;
  name: string;
  timestamp: number;
}
export interface DOMWidgetState extends DomState {
  value: Uint8Array;
}
export interface DirectionalLinkState {
  source: readonly unknown[];
  target: readonly unknown[];
}
export interface GridBoxState extends DomState {
  box_style: "success" | "info" | "warning" | "danger" | "";
  children: readonly Reference[];
}
export interface HBoxState extends DomState {
  box_style: "success" | "info" | "warning" | "danger" | "";
  children: readonly Reference[];
}
export interface ImageState extends DomState {
  format: string;
  height: string;
  value: Uint8Array;
  width: string;
}
export interface LinkState {
  source: readonly unknown[];
  target: readonly unknown[];
}
export interface StackState extends DomState {
  box_style: "success" | "info" | "warning" | "danger" | "";
  children: readonly Reference[];
  selected_index: number | null;
  titles: readonly string[];
}
export interface TabState extends DomState {
  box_style: "success" | "info" | "warning" | "danger" | "";
  children: readonly Reference[];
  selected_index: number | null;
  titles: readonly string[];
}
export interface VBoxState extends DomState {
  box_style: "success" | "info" | "warning" | "danger" | "";
  children: readonly Reference[];
}
export interface VideoState extends DomState {
  autoplay: boolean;
  controls: boolean;
  format: string;
  height: string;
  loop: boolean;
  value: Uint8Array;
  width: string;
}
export interface OutputState extends DomState {
  msg_id: string;
  outputs: readonly object[];
}
