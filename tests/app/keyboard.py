"""A person at the keyboard: Tab, Enter, Space, arrows and typing. Nothing here touches a mouse."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError

from app.site import Reader

MOST_STOPS = 250
SKIPS = "wanted => document.activeElement === document.body && wanted.closest('main') !== null"
"""Whether the way begins at the top of the page and leads to the content: the first stop skips there."""


class Keyboard(Reader):
    """A reader who reaches everything by Tab and by its name, as somebody does who cannot use a mouse."""

    def reach(self, role: str, name: str, *, among: Any = None, exact: bool = True) -> Any:
        """Tab to the one element of this role and accessible name; fails when Tab never comes there."""
        return self._tab_to((among or self.page).get_by_role(role, name=name, exact=exact))

    def _tab_to(self, found: Any) -> Any:
        found.wait_for()
        wanted = found.element_handle()
        if self.page.evaluate(SKIPS, wanted):
            self.page.keyboard.press("Tab")
            self.page.keyboard.press("Enter")
        for _ in range(MOST_STOPS):
            if self.page.evaluate("wanted => wanted === document.activeElement", wanted):
                return found
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {found} on {self.page.url}")

    def press(self, role: str, name: str, **where: Any) -> None:
        """Go to a link or a button and press Enter there."""
        self.reach(role, name, **where)
        self.page.keyboard.press("Enter")

    def follow(self, name: str, **where: Any) -> None:
        """Press a link, and wait for the page that it leads to."""
        self._go("link", name, **where)

    def send(self, name: str, **where: Any) -> None:
        """Press a button that sends a form, and wait for what comes back."""
        self._go("button", name, **where)

    def _go(self, role: str, name: str, **where: Any) -> None:
        self.reach(role, name, **where)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, name: str, *, among: Any) -> None:
        """Open what is folded under this summary."""
        self._tab_to(among.locator("summary", has_text=name))
        self.page.keyboard.press("Enter")

    def type(self, name: str, text: str) -> None:
        """Type into the field of this label, in the place of what stands there."""
        self._field(name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        """Walk through a list of choices with the arrows until ``option`` is chosen."""
        self._field(name)
        self.page.keyboard.press("Home")
        said = "() => document.activeElement.selectedOptions[0].label"
        for _ in range(MOST_STOPS):
            if option in self.page.evaluate(said):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} offers no {option}")

    def day(self, name: str, iso: str) -> None:
        """Type a day into its three parts, which stand in the order of the browser's own language."""
        field = self._field(name)
        year, month, day = iso.split("-")
        for parts in ((year, "ArrowRight", month, day), (month, day, year)):
            for part in parts:
                self.page.keyboard.press(part) if part.isalpha() else self.page.keyboard.type(part)
            if field.input_value() == iso:
                return
            for _ in parts:
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{name} holds {field.input_value()}, not {iso}")

    def give(self, name: str, *files: Path) -> None:
        """Go to a field for files, and give it these as the dialogue of the system would."""
        self._field(name).set_input_files(list(files))

    def _field(self, name: str) -> Any:
        """Tab to a field; its label may go on with the mark of what is required."""
        return self._tab_to(self.page.get_by_label(re.compile(f"^{re.escape(name)}(\\s|$)")))

    def told(self, words: str) -> None:
        """The page says that this has happened."""
        found = self.page.locator("#said").inner_text()
        assert words in found, f"{self.page.url}: {found!r}\n{self.page.locator('main').inner_text()}"

    def await_heading(self, words: str, seconds: float = 60) -> None:
        """The page asks this now, or soon: when the worker is done."""
        heading = self.page.locator("h1").filter(has_text=words)
        try:
            heading.wait_for(timeout=seconds * 1000)
        except TimeoutError:
            raise AssertionError(f"no {words!r}:\n{self.page.locator('main').inner_text()}") from None
