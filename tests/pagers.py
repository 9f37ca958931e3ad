"""A pager that keeps what it is sent; it passes `tests/contract/test_pager.py`."""

from bot.chase_ports import Page, PageResult
from bot.domain.chase import Told


class FakePager:
    """Takes pages, or answers as a test says."""

    def __init__(self, channel: str = "ntfy") -> None:
        self.channel = channel
        self.answer = PageResult(Told.TOLD)
        self.pages: list[Page] = []
        self.tries = 0

    async def page(self, page: Page) -> PageResult:
        self.tries += 1
        if self.answer.told is Told.TOLD:
            self.pages.append(page)
        return self.answer
