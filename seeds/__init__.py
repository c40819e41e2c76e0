"""What the site starts with: reference data for every community, and the demo community 甘泉苑.

Data stands in TOML beside the code that loads it. Everything goes through the same actions as the committee's own
writes; a second run finds it there and leaves it alone, whatever the committee has made of it since.
"""

import tomllib
from pathlib import Path


def read(module_file, name):
    """One TOML file beside the module that asks: ``read(__file__, "rules.toml")``."""
    return tomllib.loads((Path(module_file).parent / name).read_text(encoding="utf-8"))
