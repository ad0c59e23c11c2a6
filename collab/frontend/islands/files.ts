import { openUploadZone } from "../files/zone";
import { loadCatalogue } from "../i18n";

await loadCatalogue();
const zone = document.querySelector<HTMLElement>("[data-upload-zone]");
if (zone) openUploadZone(zone);
const pdf = document.querySelector<HTMLElement>("[data-pdf]");
if (pdf) {
  const { showPdf } = await import("../files/pdf");
  await showPdf(pdf);
}
