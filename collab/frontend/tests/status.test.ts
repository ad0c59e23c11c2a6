import assert from "node:assert/strict";
import { test } from "node:test";
import { join } from "../live/status";

test("what is kept follows a sentence of the server, or goes on with our own words", () => {
  assert.equal(join("Wait a minute.", "1 change kept"), "Wait a minute. 1 change kept");
  assert.equal(join("Offline", "1 change kept"), "Offline, 1 change kept");
});
