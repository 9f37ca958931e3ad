"""A Discord on loopback, for tests: REST, CDN and gateway over real sockets.

    async with FakeDiscord() as server:               # or the fixture `server`
        ana, cleo = server.world.new_user("Ana"), server.world.new_user("Cleo")
        guild = server.world.new_guild("Class 7B", members=[ana], admins=[cleo])
        server.world.add_bot(guild, ["manage_messages", "moderate_members"])
        photo = server.world.post(guild.general, ana, "look", files=[("a.png", PICTURE)])
        ...                                           # the bot at server.api_url and gateway_url
        assert not server.world.stands(photo)

The rules are simcord's: its `Backend` is the world's memory and its route table answers REST.
`world` is people's side, `faults` what goes wrong, `log` what the bot asked for, `problems` what
the judge objects to. `server` speaks HTTP, `rules` are the routes where real Discord differs from
simcord, `gateway` and `session` bring the news, `cdn` keeps bytes, and `dress` puts into every
payload what simcord has no field for.
"""

import importlib
import warnings

with warnings.catch_warnings():
    # discord.py imports audioop, which Python 3.11 and 3.12 warn about; warnings are errors here.
    warnings.simplefilter("ignore", DeprecationWarning)
    importlib.import_module("discord")
