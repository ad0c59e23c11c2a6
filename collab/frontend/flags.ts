import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";

const folder = "node_modules/country-flag-icons/3x2";

/** Writes the flag of every country as `flags/<iso code>.svg`, such as `flags/DE.svg`. */
export function countryFlags(): Plugin {
  return {
    name: "country-flags",
    generateBundle() {
      for (const name of readdirSync(folder).filter((file) => /^[A-Z]{2}\.svg$/.test(file))) {
        const source = readFileSync(`${folder}/${name}`, "utf8");
        this.emitFile({ type: "asset", fileName: `flags/${name}`, source });
      }
    },
  };
}
