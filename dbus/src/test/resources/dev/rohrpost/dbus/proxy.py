"""A proxy of GIO, which keeps the values of properties until it is told that they have changed.

Arguments: address, name, path, interface. Prints what it has kept, then sets Level and Entries and
prints what it is told, what it has kept then, and what it is told from then on.
"""
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

address, name, path, interface = sys.argv[1:5]
flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
proxy = Gio.DBusProxy.new_sync(bus, Gio.DBusProxyFlags.NONE, None, name, path, interface, None)


def kept():
    values = [proxy.get_cached_property(each) for each in ("Level", "power-saver enabled", "Entries", "Model")]
    print(*(None if each is None else each.unpack() for each in values), flush=True)


def told(proxy, changed, invalidated):
    for each, value in changed.unpack().items():
        print("changed", each, value, flush=True)
    for each in invalidated:
        print("invalidated", each, flush=True)


def put(property, value):
    bus.call_sync(name, path, "org.freedesktop.DBus.Properties", "Set", GLib.Variant("(ssv)", (interface, property, value)),
                  None, 0, -1, None)


proxy.connect("g-properties-changed", told)
kept()
put("Level", GLib.Variant("u", 8))
put("Entries", GLib.Variant("a(souua(iisi)u(bbb))", []))
context = GLib.MainContext.default()
while proxy.get_cached_property("Entries") is not None:
    context.iteration(True)
kept()
GLib.MainLoop().run()
