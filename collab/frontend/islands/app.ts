/** Every page: menus that close, light and dark at once, errors that get the focus. */

import { forgetRecent, keepRecent } from "../search/recent";

/** Closes open menus on Escape, and when the focus or a click goes elsewhere. */
function closeMenus(): void {
  const close = (except: Element | null) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
      if (!except || !menu.contains(except)) menu.open = false;
    }
  };
  document.addEventListener("pointerdown", (event) => close(event.target as Element));
  document.addEventListener("focusin", (event) => close(event.target as Element));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector<HTMLDetailsElement>("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}

/** Fills a menu from the server the first time it is opened. */
function fillMenus(): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu-source]")) {
    // it may have been opened before this script was there
    if (menu.open) void fillMenu(menu);
    else menu.addEventListener("toggle", () => void fillMenu(menu), { once: true });
  }
}

async function fillMenu(menu: HTMLDetailsElement): Promise<void> {
  const source = menu.dataset.menuSource;
  const target = menu.querySelector("[data-menu-more]");
  if (!source || !target) return;
  const answer = await fetch(source);
  // a redirect is the sign-in page: not what belongs into a menu
  if (!answer.ok || answer.redirected) return;
  target.innerHTML = await answer.text();
  for (const link of target.querySelectorAll("a")) {
    if (`${location.pathname}/`.startsWith(`${link.pathname}/`)) link.ariaCurrent = "true";
  }
}

/** Shows the chosen appearance at once and tells the server; without it the form does both. */
function switchTheme(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-theme-form]");
  form?.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (!button) return;
    event.preventDefault();
    document.documentElement.dataset.bsTheme = button.value;
    document
      .querySelector<HTMLMetaElement>('meta[name="color-scheme"]')
      ?.setAttribute("content", button.value === "auto" ? "light dark" : button.value);
    for (const each of form.querySelectorAll("button")) each.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    const menu = form.closest("details");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
    void fetch(form.action, {
      method: "POST",
      body: new FormData(form, button),
      redirect: "manual",
      keepalive: true,
    });
  });
}

/** Offers the device's time zone where another one is chosen. */
function offerTimezone(): void {
  const hint = document.querySelector<HTMLElement>("[data-timezone-hint]");
  const field = document.querySelector<HTMLSelectElement>("select[data-timezone-field]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...(field?.options ?? [])].find((each) => each.value === here);
  if (!hint || !field || !option || field.value === here) return;
  const words = hint.querySelector("span");
  if (words) words.textContent = (hint.dataset.text ?? "").replace("{zone}", option.text);
  hint.hidden = false;
  hint.querySelector("button")?.addEventListener("click", () => {
    field.value = here;
    hint.hidden = true;
    field.focus();
  });
}

/** Lets people without a mouse scroll what is wider than its place. */
function reachScrollers(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".table-responsive")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

/** Whoever is signed in is told what is new, once the page itself is there. */
function listenToBell(): void {
  const bell = document.querySelector<HTMLAnchorElement>("[data-bell]");
  if (!bell) return;
  const begin = async () => (await import("../bell/bell")).watchBell(bell);
  if (document.readyState === "complete") void begin();
  else addEventListener("load", () => void begin(), { once: true });
}

/** Opens the palette by its keys and from the search field; remembers which pages were read. */
function offerPalette(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog[data-palette]");
  if (!dialog) {
    forgetRecent();
    return;
  }
  const open = async () => {
    // at once: what is typed until the script is there goes into the box, and not to the page behind it
    if (!dialog.open) dialog.showModal();
    const input = dialog.querySelector("input");
    input?.focus();
    input?.select();
    (await import("../search/palette")).openPalette(dialog);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    if (event.altKey || event.shiftKey || event.defaultPrevented) return;
    event.preventDefault();
    void open();
  });
  for (const opener of document.querySelectorAll<HTMLElement>("[data-palette-open]")) {
    opener.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void open();
    });
  }
  const heading = document.querySelector<HTMLElement>("main h1");
  const title = heading?.textContent?.trim();
  if (location.pathname.startsWith("/c/") && heading && title) {
    const language = heading.querySelector<HTMLElement>("[lang]")?.lang ?? heading.lang;
    keepRecent({ url: location.pathname, title, language });
  }
}

/** Whether somebody has begun to write in a field: then the focus stays there. */
function isTyping(): boolean {
  const field = document.activeElement;
  const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  return isText && field.value !== field.defaultValue;
}

closeMenus();
offerPalette();
listenToBell();
reachScrollers();
fillMenus();
switchTheme();
offerTimezone();
document
  .querySelector(".sidebar-nav [aria-current]")
  ?.scrollIntoView({ block: "nearest", inline: "center" });
if (!isTyping()) document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
