"""Finds a street, town or township of the country while its name or code is being typed. Any thread."""

from __future__ import annotations

from db.spec.text import search_form
from desktop.committees import CommitteeDirectory, CommitteeMatch
from desktop.trust import office_name


class StreetSearch:
    """All streets of the shipped list, ready to be searched: 40,000 of them in some ten milliseconds."""

    def __init__(self, directory: CommitteeDirectory) -> None:
        self._streets = directory.streets()
        self._texts = [f"{search_form(each.full_name)} {each.code}" for each in self._streets]

    def __len__(self) -> int:
        return len(self._streets)

    def search(self, text: str, limit: int = 50) -> list[CommitteeMatch]:
        """At most `limit` streets that have every word in their code, name or regions; those whose own name has the first
        word come before those of a region of that name.
        """
        words = [search_form(each) for each in text[:80].split()]
        if not words:
            return []
        places = [place for place, each in enumerate(self._texts) if all(word in each for word in words)]
        places.sort(key=lambda place: not search_form(self._streets[place].name).startswith(words[-1]))
        return [self._streets[each] for each in places[:limit]]


def name_of_office(street: CommitteeMatch) -> str:
    """What its office is called: 夏阳街道办事处, 朱家角镇人民政府."""
    return office_name(street.name)
