import { openUploadZone } from "../files/zone";
import { loadCatalogue } from "../i18n";

const words = loadCatalogue();
const zone = document.querySelector<HTMLElement>("[data-upload-zone]");
// listens before it can speak: a file that is dropped in between would be opened in place of the page
if (zone) openUploadZone(zone, words);
await words;
const pdf = document.querySelector<HTMLElement>("[data-pdf]");
if (pdf) {
  const { showPdf } = await import("../files/pdf");
  await showPdf(pdf);
}
