import { Code as OriginalCode } from "@tiptap/extension-code";
import { CodeBlock as OriginalBlock } from "@tiptap/extension-code-block";

/** Code that can be commented on, but not be bold. */
export const Code = OriginalCode.extend({ excludes: "bold code italic link strike underline" });

/** A block of code that can be commented on. */
export const CodeBlock = OriginalBlock.extend({ marks: "comment" });
