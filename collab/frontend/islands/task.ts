import "../styles/editor.css";
import { openRichTexts } from "../editor/rich_text";
import { loadCatalogue } from "../i18n";
import { followChecklist } from "../tasks/checklist";
import { followDueDay } from "../tasks/due_day";
import { searchOwners } from "../tasks/owners";

// what says nothing of its own need not wait for the words: until it listens, a form is sent with a new page
followChecklist();
const form = document.querySelector<HTMLFormElement>("form[data-task-form]");
if (form) {
  searchOwners(form);
  followDueDay(form);
}
await loadCatalogue();
openRichTexts();
