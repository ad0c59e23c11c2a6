type Content = (Node | string)[];

/** Makes an element with attributes and content, without markup in strings. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...content: Content
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** The language of our own words, where the text around them is in another. */
export function pageLanguage(): string {
  return document.documentElement.lang;
}

// beside the scripts' folder; a variable, because the bundler would take the path for a source
const sprite = "../icons.svg";
const spriteUrl = new URL(sprite, import.meta.url).href;
const SVG = "http://www.w3.org/2000/svg";

/** An icon of the sprite, for the eyes only. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.classList.add("icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${spriteUrl}#${name}`);
  svg.append(use);
  return svg;
}
