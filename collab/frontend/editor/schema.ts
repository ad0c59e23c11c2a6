import type { Extensions } from "@tiptap/core";
import { Document } from "@tiptap/extension-document";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { TableKit } from "@tiptap/extension-table";
import { UniqueID } from "@tiptap/extension-unique-id";
import { StarterKit } from "@tiptap/starter-kit";
import { uuidv4 } from "lib0/random";
import { _ } from "../i18n";
import { Link } from "./link";
import { type Lookup, noLookup } from "./lookup";
import { mentionOf } from "./mention";
import { ActionItem } from "./nodes/action_item";
import { AgendaItem } from "./nodes/agenda_item";
import { Code, CodeBlock } from "./nodes/code";
import { Comment } from "./nodes/comment";
import { Decision } from "./nodes/decision";
import { DocumentLink } from "./nodes/document_link";
import { Embed } from "./nodes/embed";
import { Heading } from "./nodes/heading";
import { Image } from "./nodes/image";
import type { Person } from "./people";

/** Version of the schema that these extensions make; the server's collab/live/schema.json is the same. */
export const SCHEMA_VERSION = 2;

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
const BLOCKS_OF_DOCUMENTS = ["agendaItem", "decision", "actionItem", "image", "embed"];

/** Agenda items stand at the top level only; what an empty text begins with comes first. */
const Top = Document.extend({ content: "(block | agendaItem)+" });

type Starter = NonNullable<Parameters<typeof StarterKit.configure>[0]>;

type Options = {
  people: Person[];
  container: HTMLElement | undefined;
  blocks: string[];
  /** How many levels of headings the page has above the text. */
  outer: number;
};

/** Where a live document stands, and what of it its nodes need. */
export type Place = {
  people: Person[];
  /** What lists of choices stand in. */
  container?: HTMLElement;
  /** Address of the tasks that actions are, without the block's id. */
  tasks?: string;
  /** Address of the images, without their id. */
  images?: string;
  lookup?: Lookup;
  /** In minutes: the page's title, "Minutes", the agenda item. */
  outer?: number;
};

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

/** Everything that decides what a live document may hold, whatever kind it is. */
export function schemaOf(place: Place): Extensions {
  const { people, container, tasks = "", images = "", lookup = noLookup, outer = 3 } = place;
  return [
    // the server writes the first text, and an empty last line would be an edit of everybody who opens it
    ...common(
      { people, container, blocks: [...BLOCKS, ...BLOCKS_OF_DOCUMENTS], outer },
      { document: false, undoRedo: false, code: false, codeBlock: false },
    ),
    Top,
    Code,
    CodeBlock,
    Comment,
    TableKit.configure({ table: { resizable: true } }),
    AgendaItem,
    Decision,
    ActionItem.configure({ people, tasks }),
    Image.configure({ address: images }),
    DocumentLink.configure({ lookup }),
    Embed.configure({ lookup }),
  ];
}

/** The same for a text in a form: without what belongs to minutes or pages. */
export function plainSchemaOf(people: Person[], container?: HTMLElement, outer = 2): Extensions {
  return [
    ...common({ people, container, blocks: BLOCKS, outer }, {}),
    TableKit.configure({ table: { resizable: false } }),
  ];
}
