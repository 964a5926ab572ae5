import type { TSESTree } from "@typescript-eslint/types";
import type MagicString from "magic-string";
import { declareParameters, takeProperties } from "./ambient-parameters.ts";
import { endOfKey } from "./missing-annotations.ts";
import { isPrivate, telling } from "./telling.ts";

type Property = TSESTree.PropertyDefinition | TSESTree.AccessorProperty;

/** Makes a class's body one of a .d.ts. */
export class AmbientClass {
  readonly #code: string;
  readonly #source: MagicString;

  constructor(code: string, source: MagicString) {
    this.#code = code;
    this.#source = source;
  }

  members({ body }: TSESTree.ClassDeclaration): void {
    const overloaded = new Set<string>();
    for (const member of body.body)
      if (isOverload(member)) overloaded.add(this.#nameOf(member));
    let brand = false;
    for (const member of body.body) {
      if ("key" in member && member.key.type === "PrivateIdentifier") {
        // One of them makes the class unlike others with the same members.
        this.#replace(member, brand ? "" : "#private;");
        brand = true;
      } else if (!isOverload(member) && overloaded.has(this.#nameOf(member)))
        this.#replace(member, "");
      else this.#member(member);
    }
  }

  #member(member: TSESTree.ClassElement): void {
    switch (member.type) {
      case "StaticBlock":
        return this.#replace(member, "");
      case "MethodDefinition":
        return this.#method(member);
      case "PropertyDefinition":
      case "AccessorProperty":
        return this.#property(member);
    }
  }

  #method(method: TSESTree.MethodDefinition): void {
    const { kind, value } = method;
    if (isPrivate(method)) {
      if (kind === "constructor")
        this.#replace(method, "private constructor();");
      else if (kind !== "set" || !method.value.body)
        this.#replace(
          method,
          `private ${this.#static(method)}${this.#key(method)};`,
        );
      else this.#replace(method, "");
      return;
    }
    this.#head(method, kind === "get" || kind === "set" ? `${kind} ` : "");
    const properties = takeProperties(value.params, this.#source);
    if (properties) this.#source.appendLeft(method.start, properties);
    declareParameters(value.params, this.#source);
    if (!value.body) return;
    this.#source.remove(value.body.start, value.body.end);
    this.#source.appendLeft(method.end, ";");
  }

  #property(property: Property): void {
    const { typeAnnotation, readonly, value } = property;
    if (isPrivate(property))
      return this.#replace(
        property,
        `private ${this.#static(property)}${this.#key(property)};`,
      );
    this.#head(property, readonly ? "readonly " : "");
    const end = endOfKey(property, this.#code);
    const kept = typeAnnotation?.end ?? end;
    if (property.end > kept) this.#source.remove(kept, property.end);
    if (property.definite) this.#removeMark("!", end, typeAnnotation!.start);
    const told = typeAnnotation
      ? undefined
      : telling(value, readonly, this.#code);
    if (property.optional && !typeAnnotation)
      this.#source.prependLeft(kept, "?");
    if (told)
      this.#source.appendLeft(
        kept,
        "literal" in told ? ` = ${told.literal}` : `: ${told.type}`,
      );
    this.#source.appendLeft(property.end, ";");
  }

  #removeMark(mark: string, from: number, to: number): void {
    const at = this.#code.indexOf(mark, from);
    if (at >= 0 && at < to) this.#source.remove(at, at + 1);
  }

  /** The words before a name: those that are part of its type. */
  #head(member: TSESTree.MethodDefinition | Property, words: string): void {
    const access = member.accessibility ? `${member.accessibility} ` : "";
    const head = `${access}${this.#static(member)}${words}`;
    const start = startOfKey(member, this.#code);
    if (start > member.start) this.#source.overwrite(member.start, start, head);
  }

  #static(member: { static: boolean }): string {
    return member.static ? "static " : "";
  }

  #key(member: TSESTree.MethodDefinition | Property): string {
    return this.#code.slice(
      startOfKey(member, this.#code),
      endOfKey(member, this.#code),
    );
  }

  #nameOf(member: TSESTree.ClassElement): string {
    return member.type === "MethodDefinition" &&
      member.kind !== "get" &&
      member.kind !== "set"
      ? `${this.#static(member)}${this.#key(member)}`
      : "";
  }

  #replace({ start, end }: TSESTree.Node, text: string): void {
    this.#source.overwrite(start, end, text);
  }
}

function isOverload(member: TSESTree.ClassElement): boolean {
  return (
    member.type === "MethodDefinition" &&
    member.value.type === "TSEmptyBodyFunctionExpression"
  );
}

function startOfKey(
  { key, computed }: TSESTree.MethodDefinition | Property,
  code: string,
): number {
  return computed ? code.lastIndexOf("[", key.start) : key.start;
}
