/**
 * Where each argument and result of a kernel lies in its frame (abi.ts): one word per slot, in the order of `slotsOf`,
 * with the lengths of arrays as products of extents.
 */
import { fixedComponents, type Layout } from "../loop/layout.ts";
import type { ElementScalar } from "../loop/loop.ts";
import { frameHeader } from "./abi.ts";

export type FrameSlot =
  | { readonly kind: "scalar"; readonly scalar: ElementScalar; readonly word: number }
  | { readonly kind: "extent"; readonly word: number }
  | {
      readonly kind: "array";
      readonly element: ElementScalar;
      readonly length: FrameLength;
      readonly word: number;
    };

/** Elements of an array: `constant` times the product of the extents in these words of the frame. */
export interface FrameLength {
  readonly constant: number;
  readonly words: readonly number[];
}

export interface FrameLayout {
  readonly params: readonly FrameSlot[];
  readonly results: readonly FrameSlot[];
  /** 8-byte words of the whole frame, header included. */
  readonly words: number;
}

export function frameLayout(params: readonly Layout[], result: Layout): FrameLayout {
  const next = { word: frameHeader.size as number };
  const paramSlots = params.flatMap((layout) => slots(layout, next));
  const resultSlots = slots(result, next);
  return { params: paramSlots, results: resultSlots, words: next.word };
}

/** A result of this slot is kept by the kernel until `kleis_release`, since the caller could not know its size. */
export function isKept(slot: FrameSlot): boolean {
  return slot.kind === "array" && slot.length.words.length > 0;
}

function slots(layout: Layout, next: { word: number }): readonly FrameSlot[] {
  switch (layout.kind) {
    case "unit":
      return [];
    case "scalar":
      return [{ kind: "scalar", scalar: layout.scalar, word: next.word++ }];
    case "text":
      return [{ kind: "scalar", scalar: "i64", word: next.word++ }];
    case "complex":
      return [
        { kind: "scalar", scalar: "f64", word: next.word++ },
        { kind: "scalar", scalar: "f64", word: next.word++ },
      ];
    case "tuple":
      return layout.items.flatMap((item) => slots(item, next));
    case "array": {
      const extents: FrameSlot[] = [];
      let known = 1;
      for (const extent of layout.extents) {
        if (extent === "run-time") extents.push({ kind: "extent", word: next.word++ });
        else known *= extent;
      }
      const words = extents.map((slot) => slot.word);
      const arrays = (fixedComponents(layout.element) ?? []).map(
        (c): FrameSlot => ({
          kind: "array",
          element: c.element,
          length: { constant: known * c.count, words },
          word: next.word++,
        }),
      );
      return [...extents, ...arrays];
    }
  }
}
