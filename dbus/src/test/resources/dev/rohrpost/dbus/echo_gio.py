"""Echoes by GIO: calls the service with the values of a file, and says whether the same came back.
Its lines: signature, values as text, with a tab between them."""
import os
import sys

from gi.repository import Gio, GLib

NAME = "com.example.Echo"
bus = Gio.DBusConnection.new_for_address_sync(
    os.environ["DBUS_SESSION_BUS_ADDRESS"],
    Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
    None, None)
for line in open(sys.argv[2], encoding="utf-8"):
    kind, text = line.rstrip("\n").split("\t")
    value = GLib.Variant.parse(GLib.VariantType("(" + kind + ")"), text, None, None)
    back = bus.call_sync(NAME, "/echo", NAME, "Echo", value, None, 0, -1, None)
    print("same" if back.equal(value) else "different", kind, "" if back.equal(value) else back.print_(True))
fds = Gio.UnixFDList()
fds.append(0)
_, returned = bus.call_with_unix_fd_list_sync(
    NAME, "/echo", NAME, "Echo", GLib.Variant("(h)", (0,)), None, 0, -1, fds, None)
print("same h" if os.fstat(returned.get(0)).st_ino == os.fstat(0).st_ino else "different h")
