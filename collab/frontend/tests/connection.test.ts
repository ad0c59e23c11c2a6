import assert from "node:assert/strict";
import { test } from "node:test";
import { pauseAfter, readSeconds } from "../live/connection";

test("pauses grow with every failure, up to half a minute", () => {
  assert.equal(pauseAfter(0, 0.5), 300);
  assert.equal(pauseAfter(3, 0.5), 2400);
  assert.equal(pauseAfter(50, 0.5), 30_000);
  assert.ok(pauseAfter(50, 1) <= 30_000);
});

test("a pause is up to half as long again or half as short, so that not everybody comes at once", () => {
  assert.equal(pauseAfter(2, 0), 600);
  assert.equal(pauseAfter(2, 1), 1800);
});

test("the server's word about its restart is followed as far as it makes sense", () => {
  assert.equal(readSeconds({ seconds: 3.2 }), 3.2);
  assert.equal(readSeconds({ seconds: 1e9 }), 30);
  for (const word of [undefined, null, "soon", {}, { seconds: -1 }, { seconds: Number.NaN }]) {
    assert.equal(readSeconds(word), 1);
  }
});
