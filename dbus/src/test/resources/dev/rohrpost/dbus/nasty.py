"""Serves the interface of a document with GIO: methods answer their arguments, properties keep what is set."""

import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

address, name, document = sys.argv[1:4]
info = Gio.DBusNodeInfo.new_for_xml(document).interfaces[0]
start = {
    "Lock": GLib.Variant("b", True),
    "Level": GLib.Variant("u", 7),
    "power-saver enabled": GLib.Variant("b", False),
    "TTYPath": GLib.Variant("o", "/tty"),
    "Entries": GLib.Variant("a(souua(iisi)u(bbb))", []),
    "Model": GLib.Variant("u", 1),  # of another type than the document says
}
values = dict(start)


def types(arguments):
    return "".join(each.signature for each in arguments)


def call(connection, sender, path, interface, method, parameters, invocation):
    if method == "Pass":
        invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), invocation.get_message().get_unix_fd_list())
    elif method == "class":
        invocation.return_value(parameters)
    elif method == "GetLevel":
        invocation.return_value(GLib.Variant("(s)", ("not a number",)))
    elif method == "Lock":
        invocation.return_dbus_error("a.B.Locked", "it is")
    else:
        for each in info.methods:
            if each.name == method and types(each.in_args) == types(each.out_args):
                invocation.return_value(parameters)
                return
        invocation.return_value(None)


def get(connection, sender, path, interface, name):
    return values[name]


def put(connection, sender, path, interface, name, value):
    values[name] = value
    return True


flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
bus.register_object("/nasty", info, call, get, put)
bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
              GLib.Variant("(su)", (name, 0)), None, 0, -1, None)
print("ready", flush=True)
GLib.MainLoop().run()
