/** Why there is no native code for a function. */
import type { Span } from "../base/span.ts";
import type { Rejection } from "./rejection.ts";

export type Unbuilt =
  /** This program has something that no native code exists for yet. */
  | { readonly kind: "unsupported"; readonly what: string; readonly span: Span }
  /** This machine cannot make or load libraries just now. */
  | { readonly kind: "unavailable"; readonly why: string }
  /** A bug of ours: the compiler refused what we emitted. */
  | { readonly kind: "rejected"; readonly rejection: Rejection };

export function whyUnbuilt(reason: Unbuilt): string {
  switch (reason.kind) {
    case "unsupported":
      return `JIT does not yet support ${reason.what}`;
    case "unavailable":
      return reason.why;
    case "rejected":
      return reason.rejection.message;
  }
}
