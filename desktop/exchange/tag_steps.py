"""Verification before any payload byte is read: tag files, signature, who, for whom, in what order (format
§15 steps 2–9).
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.exchange.bag import (
    BAG_NAME,
    BAGIT,
    SIGNATURE,
    SIGNED_TAG_FILES,
    TAG_FILES,
    TAG_MANIFEST,
    TagFiles,
    tagmanifest_bytes,
)
from desktop.exchange.chain import ChainState, ChainVerdict, judge
from desktop.exchange.header import ED25519_ONLY, PackageHeader, parse_header
from desktop.exchange.limits import TAG_FILE_BYTES
from desktop.exchange.public_keys import fingerprint
from desktop.exchange.refusals import PackageRefused, PackageWarning
from desktop.exchange.roster import KeyStatus, Roster, RosterEntry
from desktop.exchange.seal import NAMESPACE_OF_KIND
from desktop.exchange.ssh_signature import verify_message
from desktop.exchange.zip_reader import ContainerReader, LocalHeader


@dataclass(frozen=True)
class Recipient:
    """Who reads: own 12-digit code and the fingerprints a package for us may name, those of replaced keys
    included; `former_codes` are those we had before.
    """

    code: str
    keys: frozenset[str]
    former_codes: frozenset[str] = frozenset()

    def is_meant(self, code: str) -> bool:
        """Whether that code is ours, now or before."""
        return code == self.code or code in self.former_codes


@dataclass(frozen=True)
class SignedTags:
    """A package whose signature and sender are good; `verdict` is None where no chain was asked for."""

    header: PackageHeader
    signer: RosterEntry
    tags: TagFiles
    verdict: ChainVerdict | None = None
    warnings: tuple[PackageWarning, ...] = ()

    @property
    def package_id(self) -> str:
        return self.tags.package_id


@dataclass(frozen=True)
class TagEntries:
    """The six tag files as read, with the name of the top folder; nothing in them is trusted yet."""

    bag_name: str
    tags: TagFiles
    signature: bytes


def read_tag_entries(reader: ContainerReader) -> TagEntries:
    """Gives the six tag files (step 2); refuses E_ZIP_PROFILE, E_NAME, E_LIMIT, E_FILE_SET, E_TRUNCATED."""
    first = reader.read_header()
    bag_name = _bag_name(first)
    contents = {TAG_FILES[0]: _read_tag(reader, first, TAG_FILES[0])}
    for name in TAG_FILES[1:]:
        found = reader.read_header()
        if found.name != f"{bag_name}/{name}".encode("ascii"):
            raise PackageRefused("E_ZIP_PROFILE", entry=found.shown)
        contents[name] = _read_tag(reader, found, name)
    tags = TagFiles(*(contents[name] for name in (*SIGNED_TAG_FILES, TAG_MANIFEST)))
    return TagEntries(bag_name, tags, contents[SIGNATURE])


def check_signature(entries: TagEntries, namespace: str, roster: Roster) -> RosterEntry:
    """Gives the enrolled signer of the tag manifest (steps 3 and 4); the refusals of SSHSIG,
    E_UNKNOWN_SIGNER.
    """
    public_key = verify_message(entries.tags.tagmanifest, entries.signature, namespace)
    signer = roster.find(fingerprint(public_key))
    if signer is None:
        raise PackageRefused("E_UNKNOWN_SIGNER", key=fingerprint(public_key))
    return signer


def check_tag_files(entries: TagEntries, signer: RosterEntry, namespace: str) -> SignedTags:
    """Gives the header that belongs to the signature (steps 5 to 7 without the key's status).

    Refuses E_TAG_HASH, E_BAGIT, E_JSON, E_FORMAT, E_VERSION, E_IDENTITY; warns W_NAME_CHANGED, W_FORMER_CODE.
    """
    tags = entries.tags
    if tags.tagmanifest != tagmanifest_bytes((tags.bagit, tags.bag_info, tags.package_json, tags.manifest)):
        raise PackageRefused("E_TAG_HASH")
    if tags.bagit != BAGIT:
        raise PackageRefused("E_BAGIT", entry="bagit.txt")
    header = parse_header(tags.package_json)
    if NAMESPACE_OF_KIND[header.kind] != namespace:
        raise PackageRefused("E_FORMAT", found="kind")
    sender = header.sender
    is_itself = signer.may_call_itself(sender.code, header.epoch, header.serial)
    if not is_itself or (entries.bag_name, sender.key) != (header.bag_name, signer.fingerprint):
        raise PackageRefused("E_IDENTITY", sender=sender.code, name=sender.name)
    return SignedTags(header, signer, tags, warnings=_name_warnings(header, signer))


def check_key_status(signed: SignedTags, state: ChainState | None) -> None:
    """Refuses E_KEY_REVOKED, E_KEY_RETIRED (end of step 7); `state` is what we hold of the sender's chain."""
    signer, serial = signed.signer, signed.header.serial
    if signer.status is KeyStatus.REVOKED:
        # What our own receipt list already holds stays valid; the chain then answers E_REPLAY (format §12).
        if state is None or state.ids.get(serial) != signed.package_id:
            raise PackageRefused("E_KEY_REVOKED", name=signed.header.sender.name)
    elif signer.status is KeyStatus.RETIRED and serial > (signer.last_serial or 0):
        params = {"name": signed.header.sender.name, "last_serial": signer.last_serial or 0}
        raise PackageRefused("E_KEY_RETIRED", **params)


def check_admission(
    signed: SignedTags,
    recipient: Recipient | None,
    state: ChainState | None,
    accept_gap: bool,
) -> SignedTags:
    """Gives the package with its chain verdict (steps 8 and 9).

    Refuses E_ALG_POLICY, E_NOT_FOR_US and what `chain.judge` refuses.
    """
    header, signer = signed.header, signed.signer
    # This container has no place for another signature, so a promise of one means that it was taken out.
    if header.suites != signer.suites or header.suites != ED25519_ONLY:
        raise PackageRefused("E_ALG_POLICY", found="+".join(header.suites))
    if recipient and not any(
        recipient.is_meant(party.code) and party.key in recipient.keys for party in header.to
    ):
        raise PackageRefused("E_NOT_FOR_US", names="、".join(party.name for party in header.to))
    if state is None:
        return signed
    verdict = judge(state, header, signed.package_id, accept_gap=accept_gap)
    return SignedTags(header, signer, signed.tags, verdict, signed.warnings + verdict.warnings)


def _bag_name(first: LocalHeader) -> str:
    folder, _, name = first.shown.partition("/")
    if name != TAG_FILES[0] or not BAG_NAME.fullmatch(folder):
        raise PackageRefused("E_NAME", entry=first.shown)
    return folder


def _read_tag(reader: ContainerReader, header: LocalHeader, name: str) -> bytes:
    return reader.read_content(reader.admit(header, TAG_FILE_BYTES[name]))


def _name_warnings(header: PackageHeader, signer: RosterEntry) -> tuple[PackageWarning, ...]:
    if header.sender.code != signer.present_code:  # its name then was that of its time
        return (PackageWarning("W_FORMER_CODE", {"code": header.sender.code, "now": signer.present_code}),)
    if signer.name is None or signer.name == header.sender.name:
        return ()
    return (PackageWarning("W_NAME_CHANGED", {"name": header.sender.name, "enrolled": signer.name}),)
