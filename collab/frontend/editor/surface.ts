import { commands, Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { _ } from "../i18n";

/** How an editor brings its own styles under the page's policy. */
export function styling(): { injectCSS: true; injectNonce?: string } {
  const nonce = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content;
  return { injectCSS: true, ...(nonce ? { injectNonce: nonce } : {}) };
}

/** What the text is, for assistive technology, spelling and translation. */
export function attributesOf(own: Record<string, string>): Extension {
  return Extension.create({
    name: "attributes",
    addProseMirrorPlugins() {
      const describe = () => ({
        class: "minutes-text",
        translate: "no",
        spellcheck: "true",
        "aria-multiline": "true",
        "aria-readonly": String(!this.editor.isEditable),
        ...own,
      });
      return [new Plugin({ props: { attributes: describe } })];
    },
  });
}

/** The text takes the focus at once: the library waits for the next frame, and what is typed before is lost. */
export function promptFocus(): Extension {
  return Extension.create({
    name: "promptFocus",
    addCommands() {
      return {
        focus: (position, options) => (props) => {
          const willFocus = position !== false && props.dispatch && !props.view.hasFocus();
          const done = commands.focus(position, options)(props);
          if (done && willFocus) props.view.dom.focus({ preventScroll: true });
          return done;
        },
      };
    },
  });
}

/** What an empty block asks for. */
export function hint(type: string): string {
  if (type === "actionItem") return _("What is to be done?");
  if (type === "heading") return _("Heading");
  return type === "paragraph" ? _("Write, or type / to insert something") : "";
}

/** Moves the focus from the text to the tools. */
export function toolsKey(go: () => void): Extension {
  return Extension.create({
    name: "toolsKey",
    addKeyboardShortcuts() {
      return {
        "Alt-F10": () => {
          go();
          return true;
        },
      };
    },
  });
}
