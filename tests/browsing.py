"""How tests drive a browser, and what they hear from it."""

import os
import re
from typing import Any

from playwright.sync_api import BrowserContext, Page

from collab.demo.people import DEMO_PASSWORD

#: how long anything may take on a busy machine, in milliseconds
PATIENCE = int(os.environ.get("PATIENCE", "20000"))
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
"""


class Troubles(list[str]):
    """What browsers complained about: script errors, console errors, blocked content."""

    def __init__(self) -> None:
        super().__init__()
        self._allowed: list[str] = []

    def allow(self, *patterns: str) -> None:
        """Expect complaints that match one of these regular expressions."""
        self._allowed += patterns

    def unexpected(self) -> list[str]:
        """Complaints that the test did not announce."""
        return [one for one in self if not any(re.search(p, one) for p in self._allowed)]

    def watch(self, context: BrowserContext) -> None:
        """Note what goes wrong on every page of the context."""
        context.on("weberror", lambda error: self.append(f"script: {error.error}"))
        context.on("console", self._hear)
        context.expose_binding("reportViolation", lambda _page, words: self.append(f"csp: {words}"))
        context.add_init_script(REPORT_VIOLATIONS)

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.append(f"console: {message.text} ({where})")


def sign_in_with_form(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    """Sign in as people do; returns once the next page is there."""
    page.goto("/login")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def lose_cookies(page: Page) -> None:
    """Let the browser forget everything, once no answer is on its way that would bring it back."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
