import "../styles/editor.css";
import { Foreign } from "../editor/foreign";
import { KeepAgenda } from "../editor/keep_agenda";
import { type LiveKind, LiveText } from "../editor/live_text";
import { schemaOf } from "../editor/schema";
import { _, loadCatalogue } from "../i18n";

const minutes: LiveKind = {
  extensions: (root, people) => [
    ...schemaOf({ people, container: root, tasks: root.dataset.tasks ?? "" }),
    KeepAgenda,
    Foreign.configure({ nodes: ["image", "documentLink", "embed"], marks: ["comment"] }),
  ],
  label: () => _("Text of the minutes"),
};

await loadCatalogue();
const root = document.querySelector<HTMLElement>("[data-live-editor]");
if (root) await new LiveText(root, minutes).open();
