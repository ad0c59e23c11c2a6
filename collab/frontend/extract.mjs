// Writes the texts of the TypeScript sources as a gettext template: node extract.mjs OUT.pot
import { writeFileSync } from "node:fs";
import { GettextExtractor, JsExtractors } from "gettext-extractor";

const [out] = process.argv.slice(2);
if (!out) throw new Error("usage: node extract.mjs OUT.pot");

const extractor = new GettextExtractor();
extractor
  .createJsParser([
    JsExtractors.callExpression("_", { arguments: { text: 0 } }),
    JsExtractors.callExpression("_n", { arguments: { text: 0, textPlural: 1 } }),
    JsExtractors.callExpression("_p", { arguments: { context: 0, text: 1 } }),
  ])
  .parseFilesGlob("{*,!(node_modules|tests)/**/*}.ts");

// The compiler checks that translations keep the placeholders only where it is told so.
const template = extractor
  .getPotString({ "Content-Type": "text/plain; charset=UTF-8" })
  .replace(/^((?:#.*\n)*)((?:(?:msg|").*\n?)+)/gm, (entry, comments, texts) =>
    /%\(\w+\)[sd]/.test(texts) ? `${comments}#, python-format\n${texts}` : entry,
  );
writeFileSync(out, template.endsWith("\n") ? template : `${template}\n`);
