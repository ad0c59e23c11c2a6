/** A member who can be named in the minutes. */
export type Person = { id: string; label: string; delegation: string };

/** The members that the page knows, in its order. */
export function readPeople(): Person[] {
  const text = document.getElementById("minutes-people")?.textContent;
  return text ? (JSON.parse(text) as Person[]) : [];
}

/** Members whose name or delegation holds the words, at most eight. */
export function findPeople(people: Person[], words: string): Person[] {
  const wanted = fold(words).split(/\s+/);
  return people
    .filter((person) => {
      const text = fold(`${person.label} ${person.delegation}`);
      return wanted.every((word) => text.includes(word));
    })
    .slice(0, 8);
}

/** The delegations in their order, each with its members. */
export function groupByDelegation(people: Person[]): Map<string, Person[]> {
  const groups = new Map<string, Person[]>();
  for (const person of people) {
    groups.set(person.delegation, [...(groups.get(person.delegation) ?? []), person]);
  }
  return groups;
}

/** Lower case without accents, so that "perez" finds "Pérez". */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}
