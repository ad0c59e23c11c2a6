import "../styles/editor.css";
import { openRichTexts } from "../editor/rich_text";
import { loadCatalogue } from "../i18n";
import { followChecklist } from "../tasks/checklist";
import { followDueDay } from "../tasks/due_day";
import { searchOwners } from "../tasks/owners";

await loadCatalogue();
openRichTexts();
followChecklist();
const form = document.querySelector<HTMLFormElement>("form[data-task-form]");
if (form) {
  searchOwners(form);
  followDueDay(form);
}
