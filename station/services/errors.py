"""What a service says when it cannot do what was asked: a sentence for a person, and nothing has been changed."""


class Refused(Exception):
    """The request breaks a rule or no longer fits. The message says what, why and what to do."""


class NeedsConfirmation(Refused):
    """Allowed, but unusual enough to ask: the message is the question. Ask again with `confirmed=True`."""


class NeedsPin(Refused):
    """Allowed, once `staff_id` has typed the PIN again: the message asks for it. Ask again with that proof."""

    def __init__(self, message: str, staff_id: int) -> None:
        super().__init__(message)
        self.staff_id = staff_id
