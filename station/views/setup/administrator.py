"""The last step of the first start: who lets everybody else in."""

from collections.abc import Collection

from typing_extensions import override

from station.views.commands import FirstAdministrator
from station.views.setup.steps import Step
from station.views.signing.administrator import TITLE, AdministratorFields


class AdministratorStep(Step):
    """Name and PIN. The people named before have no PIN yet; the administrator gives them theirs."""

    title = TITLE
    text = (
        "Nobody works here without signing in. The people you have just named have no PIN yet: sign in as the "
        "administrator and give each of them a first one, on the People page."
    )

    def __init__(self) -> None:
        super().__init__()
        self._taken: Collection[str] = ()
        self.fields = AdministratorFields()
        self.column.addWidget(self.fields)

    @property
    def administrator(self) -> FirstAdministrator:
        return FirstAdministrator(self.fields.who, self.fields.digits)

    def set_taken(self, names: Collection[str]) -> None:
        """Names that are somebody else's already."""
        self._taken = names

    @override
    def check(self) -> bool:
        well = self.fields.check()
        name = self.fields.who
        if name and name in self._taken:
            self.fields.name.show_problem(
                f"{name} is named before, in another role. Enter another name, such as {name} (adm)."
            )
            self.fields.name.editor.setFocus()
            return False
        return well
