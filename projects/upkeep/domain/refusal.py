"""What an act of this room says when it does nothing."""


class Refused(ValueError):
    """Nothing was written; ``messages`` says why and what to do, in the reader's words."""

    def __init__(self, *messages: str):
        super().__init__("；".join(messages))
        self.messages = list(messages)
