import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const listed = new Set(readFileSync("icons.txt", "utf8").split(/\s+/).filter(Boolean));

/** All files below a folder of the package, without what is installed or built. */
function list(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === "node_modules" || entry.name === "dist") return [];
    if (entry.isDirectory()) return list(path, ending);
    return entry.name.endsWith(ending) ? [path] : [];
  });
}

test("every icon that a template names is in the sprite", () => {
  const missing = list("..", ".html").flatMap((path) => {
    const names = [...readFileSync(path, "utf8").matchAll(/icon\(["']([a-z0-9-]+)["']/g)];
    return names.map((name) => name[1] ?? "").filter((name) => !listed.has(name));
  });
  assert.deepEqual(missing, []);
});

test("every icon in the sprite is used", () => {
  const sources = [...list("..", ".html"), ...list("..", ".py"), ...list("..", ".ts")];
  const text = sources.map((path) => readFileSync(path, "utf8")).join("\n");
  const unused = [...listed].filter((name) => !new RegExp(`["']${name}["']`).test(text));
  assert.deepEqual(unused, []);
});
