"""What one clerk reads on a paper, when it can count, and the commitment that stands for it in the journal."""

import hashlib
import json
from dataclasses import dataclass

from .tally import ABSTAIN, AGREE, DISAGREE, INVALID, PENDING, VALID

#: Flaws that may still be mended while papers are collected; any other makes the ballot invalid.
MENDABLE = frozenset({"co_owners", "original"})


@dataclass(frozen=True)
class Reading:
    """A paper without a readable tick is read as ``abstain`` with its flaw, which keeps it out of the count."""

    choice: str
    channel: str
    capacity: str = "owner"
    flaw: str = ""
    authority: str = ""
    witness: str = ""
    original: str = ""

    def agrees_with(self, other: "Reading") -> bool:
        """What two clerks must have read alike; references are typed by hand and may differ."""
        return (self.choice, self.channel, self.capacity, self.flaw) == (
            other.choice,
            other.channel,
            other.capacity,
            other.flaw,
        )


def status_of(flaw: str) -> str:
    if not flaw:
        return VALID
    return PENDING if flaw in MENDABLE else INVALID


def reading_faults(reading: Reading) -> list[str]:
    """Why this reading cannot be written down as a ballot; nothing when it can."""
    tests = {
        "请选同意、不同意或弃权": reading.choice not in (AGREE, DISAGREE, ABSTAIN),
        "电话里说的只算意向，不能算票：请等签名的票交回，或视频见证": reading.channel == "phone",
        "代理人签的票要有书面委托书：请先扫描，再填扫描件编号": reading.capacity == "agent" and not reading.authority,
        "共有人一人签的票，要有其他共有人的书面授权；没有的请标“共有人意见待核实”": (
            reading.capacity == "co_owner" and not reading.authority and not reading.flaw
        ),
        "视频表决要写见证人的职务": reading.channel == "video" and not reading.witness,
        "视频表决要等原件：原件未到请标“原件未到”，到了请填原件编号": (
            reading.channel == "video" and not reading.original and not reading.flaw
        ),
    }
    return [words for words, wrong in tests.items() if wrong]


def commitment(nonce: str, ballot: dict) -> str:
    """SHA-256 over a secret 32-byte nonce and the ballot: three choices could be guessed from a bare hash."""
    text = json.dumps(ballot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{nonce}|{text}".encode()).hexdigest()
