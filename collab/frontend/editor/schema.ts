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
];
const BLOCKS_OF_MINUTES = ["agendaItem", "decision", "actionItem"];

/** Agenda items stand at the top level only; what an empty text begins with comes first. */
const Minutes = Document.extend({ content: "(block | agendaItem)+" });

type Starter = NonNullable<Parameters<typeof StarterKit.configure>[0]>;

type Options = {
  people: Person[];
  container: HTMLElement | undefined;
  blocks: string[];
  /** How many levels of headings the page has above the text. */
  outer: number;
};

/** In minutes: the page's title, "Minutes", the agenda item. */
const OUTER_OF_MINUTES = 3;

/** What every text may hold. The list of people for mentions stands in `container`. */
function common({ people, container, blocks, outer }: Options, kit: Starter): Extensions {
  return [
    StarterKit.configure({ ...kit, heading: false, link: false, trailingNode: false }),
    Heading.configure({ levels: [1, 2, 3, 4], outer }),
    Link,
    TaskList,
    TaskItem.configure({
      nested: true,
      a11y: { checkboxLabel: (node) => _("Done: %(text)s", { text: node.textContent }) },
    }),
    mentionOf(people, container),
    UniqueID.configure({ types: blocks, generateID: () => uuidv4() }),
  ];
}

/** Everything that decides what a document may hold. Tasks of actions are at `tasks` and their block's id. */
export function schemaOf(people: Person[], container?: HTMLElement, tasks = ""): Extensions {
  return [
    // the server writes the first text, and an empty last line would be an edit of everybody who opens it
    ...common(
      { people, container, blocks: [...BLOCKS, ...BLOCKS_OF_MINUTES], outer: OUTER_OF_MINUTES },
      { document: false, undoRedo: false },
    ),
    Minutes,
    TableKit.configure({ table: { resizable: true } }),
    AgendaItem,
    Decision,
    ActionItem.configure({ people, tasks }),
  ];
}

/** The same for a text in a form: without agenda items, decisions and actions, which belong to minutes. */
export function plainSchemaOf(people: Person[], container?: HTMLElement, outer = 2): Extensions {
  return [
    ...common({ people, container, blocks: BLOCKS, outer }, {}),
    TableKit.configure({ table: { resizable: false } }),
  ];
}
