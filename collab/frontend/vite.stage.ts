import { defineConfig } from "vite";

/** The live provider as one script, for pages that tests put on a stage of their own. */
export default defineConfig({
  publicDir: false,
  resolve: { alias: { "socket.io-client": `${import.meta.dirname}/tests/stage/socket.ts` } },
  build: {
    target: "node20",
    minify: false,
    lib: { entry: "tests/stage/page.ts", formats: ["cjs"], fileName: () => "page.cjs" },
  },
});
