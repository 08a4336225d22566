"""The version of the program."""

VERSION = "0.5.1"
PROGRAM_NAME = "村居安全台账"
SOFTWARE = f"{PROGRAM_NAME} {VERSION}"
