import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { _, _n, _p, setCatalogue } from "../i18n";

beforeEach(() =>
  setCatalogue({
    locale: "fr",
    plural: "nplurals=2; plural=(n > 1);",
    messages: {
      "Saved %(time)s": "Enregistré à %(time)s",
      "%(num)s change": ["%(num)s modification", "%(num)s modifications"],
      "key\u0004Shift": "Maj",
      Empty: "",
    },
  }),
);

test("texts are found and their placeholders filled", () => {
  assert.equal(_("Saved %(time)s", { time: "14:02" }), "Enregistré à 14:02");
  assert.equal(_p("key", "Shift"), "Maj");
});

test("a number chooses the form", () => {
  assert.equal(_n("%(num)s change", "%(num)s changes", 0), "0 modification");
  assert.equal(_n("%(num)s change", "%(num)s changes", 3), "3 modifications");
});

test("what is not translated stays English", () => {
  assert.equal(_("Bold"), "Bold");
  assert.equal(_("Empty"), "Empty");
  assert.equal(_n("one day", "%(num)s days", 1), "one day");
  assert.equal(_n("one day", "%(num)s days", 2), "2 days");
});

test("values are text, and an unknown placeholder stays", () => {
  assert.equal(_("%(a)s %(b)s 100%%", { a: "<b>" }), "<b> %(b)s 100%");
});
