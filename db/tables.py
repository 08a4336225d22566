"""The tables beside those of the record types, as SQL, by the schema version that brought them. db.migrations runs them."""

from __future__ import annotations

SHARED_TABLES = """
CREATE TABLE change (
    seq INTEGER PRIMARY KEY, batch TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, operation TEXT NOT NULL,
    table_name TEXT NOT NULL, record_id TEXT NOT NULL, rev INTEGER NOT NULL,
    before TEXT, after TEXT, prev_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX change_by_record ON change (table_name, record_id, seq);
CREATE TABLE number_series (
    committee_code TEXT NOT NULL, prefix TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (committee_code, prefix, year)
) STRICT, WITHOUT ROWID;
CREATE TABLE attachment (
    sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, crc32 INTEGER NOT NULL, mime TEXT NOT NULL, suffix TEXT NOT NULL,
    name TEXT NOT NULL, taken_at TEXT, source_sha256 TEXT, added_at TEXT NOT NULL, added_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_by_source ON attachment (source_sha256);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

COMMITTEE_SIDE_TABLES = """
CREATE TABLE street_office (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, epoch INTEGER NOT NULL, sign_key TEXT NOT NULL, decrypt_key TEXT NOT NULL,
    sheet_text TEXT NOT NULL, trusted_at TEXT NOT NULL, trusted_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sealed_package (
    id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, period TEXT NOT NULL, created TEXT NOT NULL,
    base_name TEXT NOT NULL, file_size INTEGER NOT NULL, header BLOB NOT NULL, bag_info BLOB NOT NULL,
    manifest BLOB NOT NULL, tagmanifest BLOB NOT NULL, signature BLOB NOT NULL,
    sealed_by TEXT NOT NULL, written_at TEXT, written_to TEXT, state TEXT NOT NULL,
    UNIQUE (epoch, serial)
) STRICT;
CREATE TABLE sealed_file (
    package_id TEXT NOT NULL REFERENCES sealed_package (id), path TEXT NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, crc32 INTEGER NOT NULL, content BLOB,
    PRIMARY KEY (package_id, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE sealed_record (
    package_id TEXT NOT NULL REFERENCES sealed_package (id), table_name TEXT NOT NULL, record_id TEXT NOT NULL,
    rev INTEGER NOT NULL, PRIMARY KEY (record_id, package_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_record_by_package ON sealed_record (package_id);
CREATE TABLE reported_record (
    record_id TEXT PRIMARY KEY, table_name TEXT NOT NULL, rev INTEGER NOT NULL, package_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE imported_receipt (
    id TEXT PRIMARY KEY, serial INTEGER NOT NULL, package_id TEXT NOT NULL, status TEXT NOT NULL, line TEXT NOT NULL,
    received TEXT NOT NULL, imported_at TEXT NOT NULL, imported_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

STREET_SIDE_TABLES = """
CREATE TABLE office (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, epoch INTEGER NOT NULL, sign_key TEXT NOT NULL, decrypt_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE roster (
    fingerprint TEXT PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, key_line TEXT NOT NULL, epoch INTEGER NOT NULL,
    suites TEXT NOT NULL, status TEXT NOT NULL, sheet_text TEXT NOT NULL, enrolled_at TEXT NOT NULL,
    enrolled_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX roster_by_code ON roster (code);
CREATE TABLE chain (
    code TEXT PRIMARY KEY, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, head TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE received_package (
    id TEXT PRIMARY KEY, code TEXT NOT NULL, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, period TEXT NOT NULL,
    file_name TEXT NOT NULL, received_at TEXT NOT NULL, status TEXT NOT NULL, counts TEXT NOT NULL,
    UNIQUE (code, epoch, serial)
) STRICT, WITHOUT ROWID;
CREATE TABLE merged_revision (
    record_id TEXT NOT NULL, rev INTEGER NOT NULL, sha256 TEXT NOT NULL, package_id TEXT NOT NULL,
    PRIMARY KEY (record_id, rev)
) STRICT, WITHOUT ROWID;
CREATE TABLE issued_receipt (
    id TEXT PRIMARY KEY, code TEXT NOT NULL, serial INTEGER NOT NULL, package_id TEXT NOT NULL, status TEXT NOT NULL,
    base_name TEXT NOT NULL, header BLOB NOT NULL, bag_info BLOB NOT NULL, manifest BLOB NOT NULL,
    tagmanifest BLOB NOT NULL, signature BLOB NOT NULL, line BLOB NOT NULL, issued_at TEXT NOT NULL,
    UNIQUE (code, serial)
) STRICT, WITHOUT ROWID;
CREATE INDEX issued_receipt_by_package ON issued_receipt (package_id);
"""

# Who told: nothing but sealed bytes, and marks that say nothing without a key which lies elsewhere (docs/adr/0007).
TIP_TABLES = """
CREATE TABLE tip_identity (
    tip TEXT PRIMARY KEY REFERENCES tip (id), algorithm TEXT NOT NULL, key TEXT NOT NULL, sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tip_mark (
    tip TEXT NOT NULL REFERENCES tip (id), key TEXT NOT NULL, mark BLOB NOT NULL, PRIMARY KEY (tip, key, mark)
) STRICT, WITHOUT ROWID;
"""

# What was printed, so that a page's check code tells later whether it is still so (db.printed).
PRINT_TABLES = """
CREATE TABLE printed_document (
    id TEXT PRIMARY KEY, form TEXT NOT NULL, title TEXT NOT NULL, query TEXT NOT NULL, record_count INTEGER NOT NULL,
    printed_on TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE printed_page (
    print_id TEXT NOT NULL REFERENCES printed_document (id), number INTEGER NOT NULL, code TEXT NOT NULL,
    rows BLOB NOT NULL, PRIMARY KEY (print_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX printed_page_by_code ON printed_page (code);
"""

# Volumes of a package, how far each file got onto a medium, and at the street what later volumes will bring.
VOLUME_TABLES = """
CREATE TABLE sealed_volume (
    package_id TEXT NOT NULL REFERENCES sealed_package (id), volume INTEGER NOT NULL, id TEXT NOT NULL,
    base_name TEXT NOT NULL, file_size INTEGER NOT NULL, header BLOB NOT NULL, bag_info BLOB NOT NULL,
    manifest BLOB NOT NULL, tagmanifest BLOB NOT NULL, signature BLOB NOT NULL,
    PRIMARY KEY (package_id, volume)
) STRICT, WITHOUT ROWID;
CREATE TABLE written_file (
    id INTEGER PRIMARY KEY, package_id TEXT NOT NULL REFERENCES sealed_package (id), volume INTEGER NOT NULL,
    folder TEXT NOT NULL, file_name TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, sha256 TEXT
) STRICT;
CREATE INDEX written_file_by_package ON written_file (package_id);
CREATE TABLE returned_record (
    record_id TEXT PRIMARY KEY, table_name TEXT NOT NULL, rev INTEGER NOT NULL, remark TEXT NOT NULL,
    package_id TEXT NOT NULL, returned_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE taken_down (
    id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, records INTEGER NOT NULL,
    taken_at TEXT NOT NULL, taken_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sent_down (
    id TEXT PRIMARY KEY, code TEXT NOT NULL, serial INTEGER NOT NULL, base_name TEXT NOT NULL, header BLOB NOT NULL,
    bag_info BLOB NOT NULL, manifest BLOB NOT NULL, tagmanifest BLOB NOT NULL, signature BLOB NOT NULL,
    payload TEXT NOT NULL, sent_at TEXT NOT NULL, UNIQUE (code, serial)
) STRICT, WITHOUT ROWID;
CREATE TABLE received_volume (
    package_id TEXT NOT NULL REFERENCES received_package (id), volume INTEGER NOT NULL, id TEXT NOT NULL,
    file_name TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (package_id, volume)
) STRICT, WITHOUT ROWID;
CREATE TABLE awaited_attachment (
    package_id TEXT NOT NULL REFERENCES received_package (id), sha256 TEXT NOT NULL, volume INTEGER NOT NULL,
    size INTEGER NOT NULL, mime TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (package_id, sha256)
) STRICT, WITHOUT ROWID;
"""

# Which operation of the change log was taken back by which; an operation's writes are found and counted by their batch.
UNDO_TABLES = """
CREATE TABLE undone_operation (batch TEXT PRIMARY KEY, undone_by TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_batch ON change (batch, table_name, record_id);
"""

# Who of the office may sign in, and as what.
PEOPLE_TABLES = """
CREATE TABLE account (
    person TEXT PRIMARY KEY REFERENCES person (id), role TEXT NOT NULL, password TEXT NOT NULL,
    is_initial INTEGER NOT NULL, failures INTEGER NOT NULL, failed_at TEXT, stopped_at TEXT
) STRICT, WITHOUT ROWID;
"""

# The years that were closed.
ARCHIVE_TABLES = """
CREATE TABLE year_archive (
    id TEXT PRIMARY KEY, year INTEGER NOT NULL, folder TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
    records INTEGER NOT NULL, files INTEGER NOT NULL, size INTEGER NOT NULL, manifest_sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

# At the street: what a merge changed, so that exactly one package can be taken out again, and what was said of twins.
# `set_aside` holds every side of a record that came in a package and does not stand in the ledgers (db.set_aside);
# `merge_batch` says by which operation of the change log a package was merged.
MERGE_TABLES = """
CREATE TABLE merge_batch (
    package_id TEXT PRIMARY KEY, batch TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_revision_by_package ON merged_revision (package_id);
CREATE TABLE set_aside (
    id TEXT PRIMARY KEY, package_id TEXT NOT NULL, table_name TEXT NOT NULL,
    record_id TEXT NOT NULL, no TEXT, rev INTEGER NOT NULL, reason TEXT NOT NULL, remark TEXT, content TEXT,
    sha256 TEXT, at TEXT NOT NULL, choice TEXT, settled_at TEXT, settled_by TEXT, replaced TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX set_aside_by_package ON set_aside (package_id);
CREATE INDEX set_aside_by_record ON set_aside (record_id);
CREATE TABLE forked_package (
    id TEXT PRIMARY KEY, code TEXT NOT NULL, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, period TEXT NOT NULL,
    file_name TEXT NOT NULL, kept_as TEXT NOT NULL, counts TEXT NOT NULL, came_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE not_twins (
    table_name TEXT NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
    PRIMARY KEY (table_name, one, other)
) STRICT, WITHOUT ROWID;
"""

# What happened to the committees' keys at the street.
ROSTER_TABLES = """
CREATE TABLE roster_event (
    seq INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
    what TEXT NOT NULL, last_serial INTEGER, note TEXT NOT NULL
) STRICT;
CREATE INDEX roster_event_by_code ON roster_event (code);
"""

# A committee's codes and names: at the committee which it had before, at the street which codes are one committee's.
# `home` is the code under which the street keeps the committee's chain and records, the first that it was enrolled with;
# `first_epoch`, `first_serial` are the place in the chain of the first package that bore the code (docs/adr/0020).
IDENTITY_TABLES = """
CREATE TABLE identity_change (
    seq INTEGER PRIMARY KEY, changed_on TEXT NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL,
    old_code TEXT NOT NULL, new_code TEXT NOT NULL, old_name TEXT NOT NULL, new_name TEXT NOT NULL,
    last_serial INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL
) STRICT;
CREATE TABLE code_link (
    seq INTEGER PRIMARY KEY, home TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, sheet_text TEXT NOT NULL,
    note TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, first_epoch INTEGER, first_serial INTEGER
) STRICT;
CREATE INDEX code_link_by_home ON code_link (home);
"""
