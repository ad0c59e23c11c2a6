import { defineConfig } from "vite";
import { countryFlags } from "./flags.ts";
import { iconSprite } from "./icons.ts";

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [iconSprite(), countryFlags()],
  build: {
    outDir: "../static/dist",
    emptyOutDir: true,
    manifest: true,
    modulePreload: false,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: [
        "islands/app.ts",
        "islands/board.ts",
        "islands/documents.ts",
        "islands/files.ts",
        "islands/minutes.ts",
        "islands/page.ts",
        "islands/passkeys.ts",
        "islands/task.ts",
        "styles/app.css",
      ],
    },
  },
});
