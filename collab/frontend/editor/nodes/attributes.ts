/** How an attribute with words, or nothing, is kept in HTML: `assigneeLabel` in `data-assignee-label`. */
export function attribute(name: string) {
  const inHtml = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return {
    parseHTML: (dom: HTMLElement) => dom.getAttribute(inHtml),
    renderHTML: (attrs: Record<string, string | null>) =>
      attrs[name] ? { [inHtml]: attrs[name] } : {},
  };
}

/** The same for a text that is never nothing. */
export function words(name: string) {
  const { parseHTML, renderHTML } = attribute(name);
  return { parseHTML: (dom: HTMLElement) => parseHTML(dom) ?? "", renderHTML };
}

/** The same for a whole number, or nothing. */
export function whole(name: string) {
  const inHtml = `data-${name}`;
  return {
    parseHTML: (dom: HTMLElement) => Number.parseInt(dom.getAttribute(inHtml) ?? "", 10) || null,
    renderHTML: (attrs: Record<string, number | null>) =>
      attrs[name] ? { [inHtml]: String(attrs[name]) } : {},
  };
}
