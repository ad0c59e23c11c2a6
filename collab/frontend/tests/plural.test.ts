import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePlural } from "../plural";

const forms = (header: string, numbers: number[]) => numbers.map(parsePlural(header));

test("two forms, as in German, Italian, Catalan and English", () => {
  assert.deepEqual(forms("nplurals=2; plural=(n != 1);", [0, 1, 2, 21]), [1, 0, 1, 1]);
});

test("two forms of which the first takes zero, as in French", () => {
  assert.deepEqual(forms("nplurals=2; plural=(n > 1);", [0, 1, 2]), [0, 0, 1]);
});

test("three forms with a remainder, as in Polish", () => {
  const header =
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);";
  assert.deepEqual(forms(header, [1, 2, 5, 12, 22, 25, 102]), [0, 1, 2, 2, 1, 2, 1]);
});

test("one form, as in Chinese, and many, as in Spanish since 2020", () => {
  assert.deepEqual(forms("nplurals=1; plural=0;", [0, 1, 7]), [0, 0, 0]);
  const spanish = "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;";
  assert.deepEqual(forms(spanish, [1, 2, 1000000, 0]), [0, 2, 1, 2]);
});

test("what is no plural expression is refused, never evaluated", () => {
  for (const header of ["plural=alert(1)", "plural=n ? 1", "plural=(n", "plural=n 1", "nothing"]) {
    assert.throws(() => parsePlural(header), header);
  }
});
