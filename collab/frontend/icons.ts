import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const folder = "node_modules/@tabler/icons/icons/outline";

/** One `<symbol>` per name, drawn with the current colour; throws when Tabler has no such icon. */
function symbol(name: string): string {
  const source = readFileSync(`${folder}/${name}.svg`, "utf8");
  const body = source
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace("</svg>", "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
}

/** Writes the icons listed in icons.txt as one sprite, `icons.svg#<name>`. */
export function iconSprite(): Plugin {
  return {
    name: "icon-sprite",
    generateBundle() {
      const names = readFileSync("icons.txt", "utf8").split(/\s+/).filter(Boolean).sort();
      const symbols = [...new Set(names)].map(symbol).join("\n");
      this.emitFile({
        type: "asset",
        fileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`,
      });
    },
  };
}
