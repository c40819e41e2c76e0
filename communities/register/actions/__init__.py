"""Writes of the register: import, export, and the upload that waits for a confirmation."""

from .exporting import EXPORT_PERMISSION, error_workbook, export_register
from .importing import IMPORT_PERMISSION, Report, import_register
from .uploads import Swapped, confirm_upload, open_upload, stage_upload

__all__ = [
    "EXPORT_PERMISSION",
    "IMPORT_PERMISSION",
    "Report",
    "Swapped",
    "confirm_upload",
    "error_workbook",
    "export_register",
    "import_register",
    "open_upload",
    "stage_upload",
]
