"""Starts dbus-broker with a socket at the path of the argument, as its launcher does, and says
"ready". Ends with its standard input, and the broker with it."""
import os
import socket
import subprocess
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

ours, theirs = socket.socketpair()
listening = socket.socket(socket.AF_UNIX)
if os.path.exists(sys.argv[1]):
    os.unlink(sys.argv[1])  # of one that was killed
listening.bind(sys.argv[1])
listening.listen(100)
listening.setblocking(False)  # the broker accepts until nobody is there
broker = subprocess.Popen(
    ["dbus-broker", "--controller", str(theirs.fileno()), "--machine-id", "0" * 31 + "1",
     "--max-bytes", "100000000", "--max-fds", "1000", "--max-matches", "10000",
     "--max-objects", "10000"], pass_fds=[theirs.fileno()])
theirs.close()
stream = Gio.Socket.new_from_fd(ours.detach()).connection_factory_create_connection()
controller = Gio.DBusConnection.new_sync(
    stream, None, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT, None, None)

ANY = (True, 1, "", "", "", "", 0, 0, 0, 2 ** 64 - 1)
BATCH = (True, 1, [(True, 1, True, "")], [ANY], [ANY])
MESSAGE = "(btssssuutt)"
TYPE = f"(a(u(bta(btbs)a{MESSAGE}a{MESSAGE}))a(buu(bta(btbs)a{MESSAGE}a{MESSAGE}))a(ss)bs)"
policy = GLib.Variant(TYPE, ([(2 ** 32 - 1, BATCH)], [], [], False, ""))
fds = Gio.UnixFDList()
index = fds.append(listening.fileno())
arguments = GLib.Variant.new_tuple(
    GLib.Variant("o", "/org/bus1/DBus/Listener/0"), GLib.Variant("h", index),
    GLib.Variant.new_variant(policy))
controller.call_with_unix_fd_list_sync(
    None, "/org/bus1/DBus/Broker", "org.bus1.DBus.Broker", "AddListener", arguments, None,
    Gio.DBusCallFlags.NONE, -1, fds, None)
print("ready", flush=True)
sys.stdin.read()
broker.terminate()
broker.wait()
