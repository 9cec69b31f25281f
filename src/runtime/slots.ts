/** Slots of a frame (emit/frame.ts) taken in order, and the array layouts that fill several. */
import { CompilerBug } from "../base/outcome.ts";
import type { FrameSlot } from "../emit/frame.ts";
import { fixedComponents, type Layout } from "../loop/layout.ts";

export type ArrayLayout = Layout & { readonly kind: "array" };
export type ArraySlot = FrameSlot & { readonly kind: "array" };

/** Takes slots in order. */
export class SlotReader {
  readonly #slots: readonly FrameSlot[];
  #next = 0;
  constructor(slots: readonly FrameSlot[]) {
    this.#slots = slots;
  }
  take<K extends FrameSlot["kind"]>(kind: K): FrameSlot & { readonly kind: K } {
    const slot = this.#slots[this.#next];
    this.#next += 1;
    if (slot?.kind !== kind) throw new CompilerBug(`a frame has no ${kind} at slot ${this.#next - 1}`);
    return slot as FrameSlot & { readonly kind: K }; // its kind was just compared
  }
}

/** Arrays of a value of this layout, as elements of another. */
export function componentCount(layout: Layout): number {
  return fixedComponents(layout)?.length ?? 0;
}
