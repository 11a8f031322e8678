"""Whether a folder is on a drive whose changes the system doesn't tell of.

A file server tells nobody that another machine saved a file (inotify(7), FSEvents), and a folder
that a virtual machine or a container shares with its host often doesn't either.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_TYPES = {
    *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "ncpfs"),
    *("9p", "coda", "ceph", "lustre", "beegfs", "gpfs", "glusterfs", "webdav", "davfs"),
    *("drvfs", "vboxsf", "vmhgfs", "prl_fs", "virtiofs", "sshfs", "macfuse_sshfs"),
}
_FUSE_TYPES = {
    *("sshfs", "davfs", "davfs2", "rclone", "gvfsd-fuse", "glusterfs", "ceph", "smbnetfs"),
    *("vmhgfs-fuse", "osxfs", "grpcfuse", "s3fs"),
}
_REMOTE = 4  # DRIVE_REMOTE, of Windows' GetDriveType
_MAC_MOUNT = re.compile(r".+? on (/.*) \(([^,)]+).*\)")


class Mount(NamedTuple):
    """A folder where a drive is mounted, and the drive's type."""

    folder: str
    type: str


def network_type(folder: Path) -> str:
    """The type of the network drive that a folder is on («nfs4»); '' where it is on none."""
    path = os.path.realpath(folder)
    if sys.platform == "win32":
        return windows_type(path, _drive_type)
    return type_at(path, linux_mounts(_proc_mounts()) if sys.platform == "linux" else _mac())


def type_at(path: str, mounts: Iterable[Mount]) -> str:
    """The network drive's type by a table of mounts: the deepest counts, of two the last."""
    best = Mount("", "")
    for mount in mounts:
        inside = path == mount.folder or path.startswith(mount.folder.rstrip("/") + "/")
        if inside and len(mount.folder) >= len(best.folder):
            best = mount
    kind = best.type.lower()
    family, _, name = kind.partition(".")
    return kind if kind in _TYPES or (family == "fuse" and name in _FUSE_TYPES) else ""


def linux_mounts(table: str) -> Iterator[Mount]:
    """/proc/mounts: device, folder (white space as an octal number), type."""
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:  # noqa: PLR2004 - what is wanted stands second and third
            folder = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[1])
            yield Mount(folder, fields[2])


def mac_mounts(table: str) -> Iterator[Mount]:
    """What ``mount`` says: //user@server/share on /Volumes/share (smbfs, nodev, …)."""
    for line in table.splitlines():
        if match := _MAC_MOUNT.fullmatch(line):
            yield Mount(match[1], match[2])


def windows_type(path: str, drive_type: Callable[[str], int]) -> str:
    """A path that names its server, or one on a drive letter that stands for a server."""
    plain = path.replace("/", "\\")
    if plain.startswith(("\\\\?\\UNC\\", "\\\\.\\UNC\\")):
        return "unc"
    plain = plain.removeprefix("\\\\?\\")
    if plain.startswith("\\\\"):
        return "unc"
    root = f"{plain[:2]}\\"
    return "nettverk" if drive_type(root) == _REMOTE else ""


def _drive_type(root: str) -> int:
    import ctypes

    found: int = ctypes.windll.kernel32.GetDriveTypeW(root)  # type: ignore[attr-defined,unused-ignore]
    return found


def _proc_mounts() -> str:
    try:
        with open("/proc/mounts", encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""


def _mac() -> Iterator[Mount]:
    try:
        table = subprocess.check_output(["/sbin/mount"], timeout=10)
    except (OSError, subprocess.SubprocessError):
        return iter(())
    return mac_mounts(table.decode("utf-8", "replace"))
