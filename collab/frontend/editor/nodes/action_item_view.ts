import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { NodeView, ViewMutationRecord } from "@tiptap/pm/view";
import { _ } from "../../i18n";
import { element, pageLanguage } from "../dom";
import { groupByDelegation, type Person } from "../people";

/** Draws an action: done, text, who, until when. The text is the editor's, the fields are ours. */
export class ActionItemView implements NodeView {
  readonly contentDOM = element("div", { class: "action-item-text" });
  readonly dom: HTMLElement;
  private readonly done = element("input", { type: "checkbox", class: "form-check-input" });
  private readonly assignee = element("select", { class: "form-select form-select-sm" });
  private readonly due = element("input", { type: "date", class: "form-control form-control-sm" });
  private readonly task = element("a", { class: "action-item-task" }, _("To the task"));
  private readonly label: HTMLElement;
  private readonly head: HTMLElement;
  private readonly fields: HTMLElement;

  constructor(
    private node: Node,
    private readonly editor: Editor,
    private readonly getPos: () => number | undefined,
    private readonly options: { people: Person[]; tasks: string },
  ) {
    const fixed = { contenteditable: "false", lang: pageLanguage() };
    this.head = element("label", { ...fixed, class: "action-item-done" }, this.done);
    this.head.append(element("span", { class: "visually-hidden" }, _("Done")));
    this.label = element("div", { ...fixed, class: "block-label" }, _("Action"));
    this.fields = element(
      "div",
      { ...fixed, class: "action-item-fields" },
      element("label", {}, element("span", {}, _("Assigned to")), this.assignee),
      element("label", {}, element("span", {}, _("Due on")), this.due),
      this.task,
    );
    const attributes = { class: "action-item", "data-type": "action-item", role: "group" };
    this.dom = element("div", attributes, this.label, this.head, this.contentDOM, this.fields);
    this.dom.setAttribute("aria-label", _("Action"));
    this.fillPeople();
    this.listen();
    this.paint();
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.paint();
    return true;
  }

  stopEvent(event: Event): boolean {
    const target = event.target as HTMLElement;
    return [this.label, this.head, this.fields].some((part) => part.contains(target));
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }

  destroy(): void {
    this.editor.off("update", this.paintRights);
  }

  private fillPeople(): void {
    this.assignee.append(element("option", { value: "" }, _("Nobody yet")));
    for (const [delegation, people] of groupByDelegation(this.options.people)) {
      const options = people.map(({ id, label }) => element("option", { value: id }, label));
      const group = element("optgroup", {}, ...options);
      group.label = delegation;
      this.assignee.append(group);
    }
  }

  private listen(): void {
    this.done.addEventListener("change", () => this.change({ done: this.done.checked }));
    this.due.addEventListener("change", () => this.change({ due: this.due.value || null }));
    this.assignee.addEventListener("change", () => {
      const [chosen] = this.assignee.selectedOptions;
      const assignee = this.assignee.value || null;
      this.change({ assignee, assigneeLabel: assignee && (chosen?.text ?? null) });
    });
    this.fields.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.goToText();
    });
    this.editor.on("update", this.paintRights);
  }

  private goToText(): void {
    const position = this.getPos();
    if (position !== undefined) this.editor.commands.focus(position + this.node.nodeSize - 1);
  }

  private change(attrs: Record<string, unknown>): void {
    const position = this.getPos();
    if (position === undefined || !this.editor.isEditable) return;
    const { tr } = this.editor.state;
    for (const [name, value] of Object.entries(attrs)) tr.setNodeAttribute(position, name, value);
    this.editor.view.dispatch(tr);
  }

  private paint(): void {
    const { done, due, assignee, assigneeLabel } = this.node.attrs;
    this.done.checked = done;
    this.dom.toggleAttribute("data-is-done", done);
    if (this.due.value !== (due ?? "")) this.due.value = due ?? "";
    this.keepFormer(assignee, assigneeLabel);
    this.paintTask();
    this.paintRights();
  }

  /** Whoever cannot be chosen stays named: somebody who has left, or a delegation that owes the task. */
  private keepFormer(assignee: string | null, label: string | null): void {
    this.assignee.querySelector("[data-former]")?.remove();
    this.assignee.value = assignee ?? "";
    if (assignee ? this.options.people.some(({ id }) => id === assignee) : !label) return;
    const words = label ?? assignee ?? "";
    const former = element("option", { value: assignee ?? "", "data-former": "" }, words);
    this.assignee.append(former);
    former.selected = true;
  }

  /** An action is a task as soon as it has words. */
  private paintTask(): void {
    const { id } = this.node.attrs;
    this.task.hidden = !this.options.tasks || !id || !this.node.textContent.trim();
    if (this.task.hidden) this.task.removeAttribute("href");
    else this.task.href = `${this.options.tasks}/${id}`;
  }

  private readonly paintRights = (): void => {
    for (const field of [this.done, this.assignee, this.due]) {
      field.disabled = !this.editor.isEditable;
    }
  };
}
