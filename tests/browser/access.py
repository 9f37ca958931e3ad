"""What makes a page fit for everybody, for the tests of every page of ours."""

from pathlib import Path

import axe_playwright_python
from playwright.async_api import Page

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
# WCAG 2.2, 2.5.8 Target Size (Minimum), https://www.w3.org/TR/WCAG22/#target-size-minimum
LEAST_TARGET = 24
SMALL_TARGETS = """least => [...document.querySelectorAll('button, input, a[href], select')]
  .filter(node => node.checkVisibility() && !node.classList.contains('skip'))
  .map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
  .filter(([_, box]) => box.width < least || box.height < least)
  .map(([name, box]) => `${name} ${box.width} x ${box.height}`)"""
TARGETS = "() => [...document.querySelectorAll('button, input, a[href]')].length"
OVERFLOW = """() => [...document.querySelectorAll('*')]
  .filter(node => !node.closest('.sr, .store') && node.checkVisibility()
    && node.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map(node => node.outerHTML.slice(0, 80))"""


async def broken_rules(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds: the rules that are broken, and where."""
    # evaluate() is not bound by the page's policy, so the policy stays as it is in real life.
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("() => axe.run()")
    assert len(found["passes"]) > 20
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
