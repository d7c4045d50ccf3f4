"""JSON Schemas of the two files, for editors that complete and check YAML; kept as data beside the shipped bank.

They say what the loader says, as far as a schema can: keys, kinds and shapes, not whether an id is declared.
"""

from rolecheck.bank.bank_file import BankFile
from rolecheck.bank.shipped import shipped_folder


def schema_text(file: BankFile) -> str:
    """Return a file's JSON Schema (draft 2020-12)."""
    return (shipped_folder() / "schema" / f"{file}.schema.json").read_text(encoding="utf-8")
