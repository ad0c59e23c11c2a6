import assert from "node:assert/strict";
import { test } from "node:test";
import { forgetRecent, keepRecent, readRecent } from "../search/recent";

function store(kept: Record<string, string> = {}): Storage {
  const map = new Map(Object.entries(kept));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  } as unknown as Storage;
}

const page = (url: string) => ({ url, title: `Page ${url}`, language: "de" });

test("the latest page comes first, each once, and at most eight", () => {
  const kept = store();
  for (let number = 0; number < 10; number += 1) keepRecent(page(`/c/${number}`), kept);
  keepRecent(page("/c/5"), kept);
  const urls = readRecent(kept).map((each) => each.url);
  assert.deepEqual(urls, ["/c/5", "/c/9", "/c/8", "/c/7", "/c/6", "/c/4", "/c/3", "/c/2"]);
});

test("what is no page of ours is not shown", () => {
  const strange = [{ url: "https://evil.example", title: "x", language: "" }, page("//evil"), 5];
  assert.deepEqual(readRecent(store({ "collab.recent": JSON.stringify(strange) })), []);
  assert.deepEqual(readRecent(store({ "collab.recent": "not json" })), []);
});

test("after signing out nothing is left", () => {
  const kept = store();
  keepRecent(page("/c/1"), kept);
  forgetRecent(kept);
  assert.deepEqual(readRecent(kept), []);
});
