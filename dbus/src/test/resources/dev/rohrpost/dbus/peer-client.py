"""A client of a peer at the address of the argument: prints what its calls answer.

With a second argument it says only whether it gets in.
"""
import os
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

INTERFACE = "com.example.Door"


def called(connection, sender, path, interface, method, arguments, invocation):
    invocation.return_value(GLib.Variant("(s)", ("who is there",)))


try:
    connection = Gio.DBusConnection.new_for_address_sync(
        sys.argv[1], Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT, None, None)
except GLib.Error as error:
    print("not in:", error.message)
    sys.exit()
if len(sys.argv) > 2:
    print("in")
    sys.exit()
XML = f"<node><interface name='{INTERFACE}'><method name='Ask'><arg type='s' direction='out'/></method></interface></node>"
connection.register_object("/client", Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], called, None, None)


def call(method, arguments=None, fds=None, path="/door", interface=INTERFACE):
    try:
        return connection.call_with_unix_fd_list_sync(
            None, path, interface, method, arguments, None, 0, 20000, fds, None)
    except GLib.Error as error:
        return Gio.DBusError.get_remote_error(error)


print(call("Echo", GLib.Variant("(v)", (GLib.Variant("a{sv}", {"a": GLib.Variant("d", 0.5)}),)))[0])
print(call("Nothing"))
print(call("Ping", path="/nowhere", interface="org.freedesktop.DBus.Peer")[0])
print(call("Echo", path="/nowhere"))
reader, writer = os.pipe()
os.close(reader)
print(call("Write", GLib.Variant("(h)", (0,)), Gio.UnixFDList.new_from_array([writer]))[0])
# While the door asks back, this program has to answer.
result = []
loop = GLib.MainLoop()


def answered(source, done):
    result.append(source.call_finish(done))
    loop.quit()


connection.call(None, "/door", INTERFACE, "AskBack", None, None, 0, 20000, None, answered)
loop.run()
print(result[0])
