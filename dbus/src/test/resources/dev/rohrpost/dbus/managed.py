"""Follows the objects of the name and path of the arguments with GIO, and says "ready" first, then
"+PATH INTERFACE VALUE" and "-PATH"."""
import os
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

FLAGS = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
         | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
bus = Gio.DBusConnection.new_for_address_sync(
    os.environ["DBUS_SESSION_BUS_ADDRESS"], FLAGS, None, None)


def say(*words):
    print(*words, flush=True)


def added(path, interface):
    value = interface.get_cached_property("TTYPath")
    say("+" + path, interface.get_interface_name(), value.get_string() if value else "none")


def object_added(_, each):
    for interface in each.get_interfaces():
        added(each.get_object_path(), interface)


def object_removed(_, each):
    say("-" + each.get_object_path())


bus.connect("closed", lambda *_: os._exit(0))
client = Gio.DBusObjectManagerClient.new_sync(
    bus, Gio.DBusObjectManagerClientFlags.DO_NOT_AUTO_START, sys.argv[1], sys.argv[2],
    None, None, None)
for each in client.get_objects():
    object_added(client, each)
client.connect("object-added", object_added)
client.connect("object-removed", object_removed)
say("ready")
GLib.MainLoop().run()
