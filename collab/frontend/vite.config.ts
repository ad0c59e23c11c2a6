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
      output: {
        // servers that know no .mjs would send the worker of PDFs as something to be saved
        assetFileNames: ({ names }) =>
          `assets/[name]-[hash]${names[0]?.endsWith(".mjs") ? ".js" : "[extname]"}`,
      },
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
