"""A person at a mouse, for long ways: every page of them is reached by keyboard in another test."""

from typing import Any

from app.keyboard import Keyboard


class Pointer(Keyboard):
    """Goes straight to what has a name, and says the same things otherwise."""

    def _tab_to(self, found: Any) -> Any:
        found.focus()
        return found

    def _go(self, role: str, name: str, **where: Any) -> None:
        found = self.reach(role, name, **where)
        with self.page.expect_navigation():
            found.click()

    def type(self, name: str, text: str) -> None:
        self._field(name).fill(text)

    def choose(self, name: str, option: str) -> None:
        field = self._field(name)
        field.select_option(value=field.locator("option", has_text=option).first.get_attribute("value"))

    def tick(self, name: str) -> None:
        self.page.get_by_label(name).check()

    def take(self, name: str) -> bytes:
        """Press a link that gives a file; what is in it."""
        with self.page.expect_download() as saved:
            self.page.get_by_role("link", name=name, exact=True).click()
        return bytes(saved.value.path().read_bytes())
