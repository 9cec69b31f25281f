/** Which code a Fourier transform becomes: by its length where that is known, by whether its numbers are real. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { constantDim } from "../../../src/types/dim.ts";
import { complex, list, real, type Type, vector } from "../../../src/types/type.ts";
import { both, lowerDefinition, rounded } from "../../support/loop.ts";

function lowered(parameter: Type, name = "fft"): string {
  return lowerDefinition(`define f(x) = ${name}(x)`, "f", [parameter]).text;
}

function numbers(n: number, element: Type): Type {
  return vector(constantDim(n), element);
}

test("a known length is that of the template", () => {
  assert.match(lowered(numbers(12, complex)), /fft_f64.*n[=: ]+12.*inverse[=: ]+0.*real[=: ]+0/);
  assert.match(lowered(numbers(12, complex), "idft"), /fft_f64.*n[=: ]+12.*inverse[=: ]+1/);
});

test("real numbers of an even length are half as many complex ones", () => {
  assert.match(lowered(numbers(12, real)), /fft_f64.*n[=: ]+12.*real[=: ]+1/);
  assert.match(lowered(numbers(9, real)), /fft_f64.*n[=: ]+9.*real[=: ]+0/);
});

test("a length that the call tells is an argument", () => {
  assert.match(lowered(list(real)), /fft_f64.*n[=: ]+0.*real[=: ]+0/);
});

test("native and evaluated agree", () => {
  for (const main of [
    "fft(list_map(λ k . 1.5 * k - 3, range(10)))",
    "ifft(list_map(λ k . complex(k, 2 - k), range(9)))",
    "dft([1, 2, 3])",
    "idft(fft([1, complex(0, 2), 3, 4]))",
  ]) {
    const result = both(`define main() = ${main}`);
    assert.equal(rounded(result.native), rounded(result.interpreted), main);
  }
});

test("an empty list is outside the domain", () => {
  const { run } = lowerDefinition("define f(x) = fft(x)", "f", [list(real)]);
  assert.is(run(0, { items: [] }).status, "domain");
});

test.run();
