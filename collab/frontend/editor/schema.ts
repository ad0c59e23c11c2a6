import type { Extensions } from "@tiptap/core";
import { Document } from "@tiptap/extension-document";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { TableKit } from "@tiptap/extension-table";
import { UniqueID } from "@tiptap/extension-unique-id";
import { StarterKit } from "@tiptap/starter-kit";
import { uuidv4 } from "lib0/random";
import { _ } from "../i18n";
import { Link } from "./link";
import { mentionOf } from "./mention";
import { ActionItem } from "./nodes/action_item";
import { AgendaItem } from "./nodes/agenda_item";
import { Decision } from "./nodes/decision";
import { Heading } from "./nodes/heading";
import type { Person } from "./people";

/** Version of the schema that these extensions make; the server's collab/live/schema.json is the same. */
export const SCHEMA_VERSION = 1;

const BLOCKS = [
  "paragraph",
  "heading",
  "bulletList",
  "orderedList",
  "listItem",
  "taskList",
  "taskItem",
  "table",
  "tableRow",
  "tableHeader",
  "tableCell",
  "blockquote",
  "codeBlock",
  "horizontalRule",
  "agendaItem",
  "decision",
  "actionItem",
];

/** Agenda items stand at the top level only; what an empty text begins with comes first. */
const Minutes = Document.extend({ content: "(block | agendaItem)+" });

/** Everything that decides what a document may hold. */
export function schemaOf(people: Person[]): Extensions {
  return [
    // the server writes the first text, and an empty last line would be an edit of everybody who opens it
    StarterKit.configure({
      document: false,
      heading: false,
      link: false,
      undoRedo: false,
      trailingNode: false,
    }),
    Minutes,
    Heading,
    Link,
    TaskList,
    TaskItem.configure({
      nested: true,
      a11y: { checkboxLabel: (node) => _("Done: %(text)s", { text: node.textContent }) },
    }),
    TableKit.configure({ table: { resizable: true } }),
    mentionOf(people),
    UniqueID.configure({ types: BLOCKS, generateID: () => uuidv4() }),
    AgendaItem,
    Decision,
    ActionItem.configure({ people }),
  ];
}
