import { _ } from "../../i18n";
import type { LiveKind } from "../live_text";
import { lookUpAt } from "../lookup";
import { schemaOf } from "../schema";

/** A page that people write together, with what only pages have: images, links, embeds. */
export const page: LiveKind = {
  extensions: (root, people) => {
    const { images = "", lookup = "" } = root.dataset;
    const found = lookUpAt(lookup);
    return [...schemaOf({ people, container: root, images, lookup: found, outer: 1 })];
  },
  label: () => _("Text of the page"),
};
