"""A Telegram on loopback, for tests: a stateful fake Bot API server that a third party judges.

    async with FakeTelegram(clock) as tg:        # or the fixture `telegram`
        ana, cleo = tg.world.new_user("Ana"), tg.world.new_user("Cleo")
        group = tg.world.new_group("Class 7B", members=[ana], admins=[cleo])
        tg.world.add_bot(group)                  # with the rights to delete and to restrict
        photo = tg.world.post(group, ana, "look", photo=PICTURE)
        ...                                      # the bot at tg.base_url with tg.token
        assert not tg.world.stands(photo)

`world` is people's side, `attachments` what they can post, `faults` what goes wrong, `log` what
the bot asked for, `problems` what the judge objects to. `server` speaks HTTP, `api*` are the
methods, `updates` and `webhook` the two ways of news.
"""
