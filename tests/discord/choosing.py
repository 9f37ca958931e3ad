"""What people put into commands and menus, as it is on the wire."""

from typing import Any

from simcord import interactions
from simcord.backend import serializers
from simcord.enums import OptionType

from tests.discord.members import Members
from tests.discord.state import CannotDo, Channel, Json, Person, Role

Value = str | int | float | bool | Person | Channel | Role
_ENTITIES = {OptionType.USER, OptionType.CHANNEL, OptionType.ROLE, OptionType.MENTIONABLE}


class Choosing(Members):
    """Turns values into options and what they resolve to."""

    def _options(
        self, person: Person, command: str, leaf: Json, given: dict[str, Value]
    ) -> tuple[list[Json], Json]:
        declared = {one["name"]: one for one in leaf.get("options") or []}
        missing = [
            name for name, one in declared.items() if one.get("required") and name not in given
        ]
        if missing or given.keys() - declared.keys():
            raise CannotDo(f"{command!r} takes {sorted(declared)}; missing: {missing}")
        built, resolved = [], dict[str, Any]()
        for name, value in given.items():
            option = declared[name]
            wire: Any = value
            if isinstance(value, Person | Channel | Role):
                if option["type"] not in _ENTITIES:
                    raise CannotDo(f"{name!r} takes no {type(value).__name__}")
                self._resolve(person, value, resolved)
                wire = str(value.id)
            else:
                interactions.validate_option_value(command, option, value)
            built.append({"name": name, "type": option["type"], "value": wire})
        return built, resolved

    def _resolve(self, person: Person, value: Value, resolved: Json) -> None:
        backend = self.backend
        if isinstance(value, Person):
            resolved.setdefault("users", {})[str(value.id)] = self.user_json(value.id)
        elif isinstance(value, Role):
            role = backend.get_role(value.guild_id, value.id)
            resolved.setdefault("roles", {})[str(value.id)] = dict(serializers.role_payload(role))
        elif isinstance(value, Channel):
            shown: Json = dict(serializers.channel_payload(backend, self.channel(value)))
            if value.guild_id is not None:
                may = backend.compute_permissions(value.guild_id, person.id, value.id)
                shown["permissions"] = str(may)
            resolved.setdefault("channels", {})[str(value.id)] = shown

    def _add_members(self, guild_id: int, data: Json) -> None:
        guild = self.backend.get_guild(guild_id)
        resolved = data.get("resolved") or {}
        for one in resolved.get("users") or {}:
            if int(one) in guild.members:
                member = serializers.member_payload(
                    self.backend, guild, guild.members[int(one)], with_user=False
                )
                resolved.setdefault("members", {})[one] = dict(member)
