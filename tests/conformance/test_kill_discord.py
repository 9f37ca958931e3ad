"""The real program is killed in the middle of its work, before the fake Discord."""

from pathlib import Path

from tests.conformance.discord_process import DiscordProcess, ServerOfAClass
from tests.conformance.process import draw
from tests.discord.server import FakeDiscord

BAD, INNOCENT = 6, 12


async def test_a_bot_that_is_killed_leaves_no_bad_picture_up_and_tells_nobody_twice(
    tmp_path: Path,
) -> None:
    bad = [draw(number, (640, 480)) for number in range(BAD)]
    late = [draw(50 + number, (640, 480)) for number in range(3)]
    async with FakeDiscord() as fake:
        school, bot = ServerOfAClass(fake), DiscordProcess(tmp_path, fake)
        await bot.know([*bad, *late])
        await bot.start()
        await school.name_the_adults(bot)
        for number in range(BAD + INNOCENT):
            is_bad = number % 3 == 0
            data = bad[number // 3] if is_bad else draw(100 + number, (640, 480))
            school.post(data, bad=is_bad)
        await bot.until(lambda: school.removed >= 2, "two removals")
        await bot.kill()
        assert school.left_up > 0, "killed too late to prove anything"
        # Discord keeps nothing for a bot that is away.
        for data in late:
            school.post(data, bad=True)
        await bot.start()
        await bot.until(lambda: school.left_up == 0, "removal of the late ones")
        await bot.quiet()
        await bot.stop()
        assert school.innocent_removed == 0
        assert school.double_notices == 0
        # A note that was on its way at a kill may be missing; it is never repeated.
        assert school.noticed > 0
        assert school.alerted >= BAD + len(late)
        assert fake.token not in bot.output
        assert fake.problems == []
