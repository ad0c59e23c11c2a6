import type { Awareness } from "y-protocols/awareness";
import { _ } from "../i18n";
import { colourClass, type User } from "./carets";
import { element } from "./dom";
import type { Person } from "./people";

/** Shows in a list who has the document open, oneself first; returns how to stop. */
export function showPresence(
  list: HTMLElement,
  awareness: Awareness,
  people: Person[],
  me: User,
): () => void {
  const delegations = new Map(people.map((person) => [person.id, person.delegation]));
  const paint = () => {
    const items = listUsers(awareness, me).map((user) =>
      drawUser(user, delegations.get(user.id) ?? "", user.id === me.id),
    );
    list.replaceChildren(...items);
  };
  list.setAttribute("role", "list");
  awareness.on("change", paint);
  paint();
  return () => awareness.off("change", paint);
}

/** Everybody once, however many pages they have open. */
function listUsers(awareness: Awareness, me: User): User[] {
  const users = new Map<string, User>([[me.id, me]]);
  for (const { user } of awareness.getStates().values()) {
    if (typeof user?.id === "string" && typeof user.name === "string") users.set(user.id, user);
  }
  return [...users.values()];
}

function drawUser({ id, name, hue }: User, delegation: string, isMe: boolean): HTMLElement {
  const avatar = element("span", { class: `person-avatar small ${colourClass(hue)}` });
  avatar.setAttribute("aria-hidden", "true");
  avatar.append(initials(name));
  const shown = isMe ? _("%(name)s (you)", { name }) : name;
  const text = element("span", { class: "person-chip-text" }, element("span", {}, shown));
  if (delegation) text.append(element("span", { class: "person-chip-detail" }, delegation));
  return element("li", { class: "person-chip", "data-person": id }, avatar, text);
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}
