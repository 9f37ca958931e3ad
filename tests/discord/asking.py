"""What people ask the bot for: commands, presses and choices, and how it answered."""

import base64
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from simcord import interactions
from simcord.backend import models as sim
from simcord.backend import serializers
from simcord.backend.command_access import command_access
from simcord.backend.errors import SetupError
from simcord.components import walk_components
from simcord.enums import AppCommandType, InteractionType

from tests.discord.choosing import Choosing, Value
from tests.discord.state import (
    BUTTON,
    LOADING,
    SELECTS,
    CannotDo,
    Channel,
    Json,
    Message,
    Person,
    Role,
)


@dataclass
class Asked:
    """One interaction, and how the bot answered.

    Attributes:
        acknowledged: Seconds until the bot's callback came, or None.
    """

    id: int
    world: "Asking" = field(repr=False)
    record: sim.Interaction = field(repr=False)
    began: float = field(default_factory=time.monotonic, repr=False)
    acknowledged: float | None = None

    @property
    def token(self) -> str:
        """What the bot answers with."""
        return self.record.token

    @property
    def answers(self) -> list[Message]:
        """The messages that answer it, without one that only says that the bot thinks."""
        own = (
            []
            if self.record.message_id == self.record.source_message_id
            else [self.record.message_id]
        )
        stored = self.world.backend.messages.get(self.record.channel_id, {})
        found = [stored[one] for one in (*own, *self.record.followup_ids) if one in stored]
        return [self.world.message_of(one) for one in found if not one.flags & LOADING]


class Asking(Choosing):
    """People's side of interactions.

    Attributes:
        asked: Every interaction by its id.
    """

    asked: dict[int, Asked]

    def slash(self, person: Person, channel: Channel, command: str, **options: Value) -> Asked:
        """Use a slash command, such as `guard mode`, that is registered and shown to a person."""
        name, *path = command.split()
        root = self._command(person, channel, name, AppCommandType.CHAT_INPUT)
        try:
            leaf, nesting = interactions.walk_to_subcommand(root, path)
            built, resolved = self._options(person, command, leaf, options)
        except SetupError as error:
            raise CannotDo(str(error)) from error
        data: Json = {"id": root["id"], "name": root["name"], "type": root["type"]}
        data["options"] = interactions.nest_options(root, nesting, built)
        if resolved:
            data["resolved"] = resolved
        return self._ask(person, channel.id, InteractionType.APPLICATION_COMMAND, data)

    def context_menu(self, person: Person, message: Message, name: str) -> Asked:
        """Use a command of a message's menu."""
        place = self.backend.get_channel(message.channel_id)
        root = self._command(person, self.channel_of(place), name, AppCommandType.MESSAGE)
        stored = self._standing(message)
        data = {
            "id": root["id"],
            "name": root["name"],
            "type": AppCommandType.MESSAGE,
            "target_id": str(message.id),
            "resolved": {
                "messages": {
                    str(message.id): dict(serializers.message_payload(self.backend, stored))
                }
            },
        }
        return self._ask(person, place.id, InteractionType.APPLICATION_COMMAND, data)

    def commands(self, person: Person, channel: Channel) -> list[str]:
        """Return the slash commands that a person is shown in a channel."""
        seen = self.backend.visible_commands(user_id=person.id, channel_id=channel.id)
        return [" ".join(path) for one in seen for path, _ in interactions.command_leaves(one)]

    # --- components

    def click(self, person: Person, message: Message, label: str) -> Asked:
        """Press a button that a person sees, by its label or custom id."""
        stored = self._seen(person, message)
        found = [
            one
            for one in walk_components(stored.components)
            if one.get("type") == BUTTON and label in {one.get("label"), one.get("custom_id")}
        ]
        if not found or found[0].get("disabled") or "custom_id" not in found[0]:
            raise CannotDo(f"there is no button {label!r} to press")
        return self._press(
            person, stored, {"custom_id": found[0]["custom_id"], "component_type": 2}
        )

    def forge(self, person: Person, channel: Channel, custom_id: str) -> Asked:
        """Press a button that was never there, on a message of the bot's or on one made up."""
        spoken = self.spoken(channel)
        stored = spoken[-1].stored if spoken else None
        if stored is None:
            stored = sim.Message(
                self.backend.snowflake(), channel.id, self.bot.id, timestamp=self.backend.now_iso()
            )
        return self._press(person, stored, {"custom_id": custom_id, "component_type": 2})

    def select(self, person: Person, message: Message, menu: str, values: Sequence[Value]) -> Asked:
        """Choose in a menu, named by its custom id or placeholder."""
        stored = self._seen(person, message)
        found = [
            one
            for one in walk_components(stored.components)
            if one.get("type") in SELECTS and menu in {one.get("custom_id"), one.get("placeholder")}
        ]
        if not found or found[0].get("disabled"):
            raise CannotDo(f"there is no menu {menu!r} to choose from")
        shown = {one["value"] for one in found[0].get("options") or []}
        resolved: Json = {}
        wire = []
        for value in values:
            if shown and value not in shown:
                raise CannotDo(f"the menu does not offer {value!r}")
            self._resolve(person, value, resolved)
            wire.append(str(value.id if isinstance(value, Person | Channel | Role) else value))
        data = {"custom_id": found[0]["custom_id"], "component_type": found[0]["type"]}
        more = {"values": wire} | ({"resolved": resolved} if resolved else {})
        return self._press(person, stored, data | more)

    # --- inside

    def _seen(self, person: Person, message: Message) -> sim.Message:
        stored = self._standing(message)
        self.require(person, self.backend.get_channel(message.channel_id))
        if not stored.visible_to(person.id):
            raise CannotDo("somebody else alone sees this message")
        return stored

    def _press(self, person: Person, stored: sim.Message, data: Json) -> Asked:
        data = {"id": 1} | data
        kind = InteractionType.MESSAGE_COMPONENT
        return self._ask(person, stored.channel_id, kind, data, stored)

    def _command(self, person: Person, channel: Channel, name: str, kind: int) -> Json:
        root = self.backend.find_command(name, channel.guild_id, type=kind)
        if root is None:
            raise CannotDo(f"there is no command {name!r}")
        self.require(person, channel)
        access = command_access(self.backend, root, user_id=person.id, channel_id=channel.id)
        if not access.allowed:
            raise CannotDo(f"the command {name!r} is not shown: {access.reason}")
        return root

    def _ask(
        self,
        person: Person,
        channel_id: int,
        kind: InteractionType,
        data: Json,
        source: sim.Message | None = None,
    ) -> Asked:
        guild_id = self.backend.get_channel(channel_id).guild_id
        if guild_id is not None:
            if person.id not in self.guild(guild_id).members:
                raise CannotDo("only members can ask here")
            self._add_members(guild_id, data)
        record, payload = interactions.base_payload(
            self.backend,
            type=kind,
            channel_id=channel_id,
            guild_id=guild_id,
            user_id=person.id,
            data=data,
        )
        payload["token"] = self._retoken(record)
        payload["authorizing_integration_owners"] = {"0": str(guild_id or 0)}
        if source is not None:
            record.source_message_id = source.id
            payload["message"] = dict(serializers.message_payload(self.backend, source))
        asked = self.asked[record.id] = Asked(record.id, self, record)
        self.emit("INTERACTION_CREATE", payload)
        return asked

    def _retoken(self, record: sim.Interaction) -> str:
        """Give an interaction a token that looks like a real one."""
        del self.backend.interaction_tokens[record.token]
        text = f"interaction:{record.id}:{'x' * 100}"
        record.token = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        self.backend.interaction_tokens[record.token] = record.id
        return record.token
