"""A peer without a bus at the address of the argument. Says "ready" when it listens.

Echo answers what came and then emits Echoed. Back calls the client's Peer.Ping and answers what the
client has called the error, or "pong". Descriptor answers with a pipe that is closed at its other
end.
"""
import os
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

INTERFACE = "com.example.Door"
XML = f"""<node><interface name='{INTERFACE}'>
<method name='Echo'><arg type='v' direction='in'/><arg type='v' direction='out'/></method>
<method name='Back'><arg type='s' direction='in'/><arg type='s' direction='out'/></method>
<method name='Descriptor'><arg type='h' direction='out'/></method>
<method name='Fail'/>
</interface></node>"""
kept = []


def called(connection, sender, path, interface, method, arguments, invocation):
    if method == "Echo":
        invocation.return_value(arguments)
        connection.emit_signal(None, path, interface, "Echoed", arguments)
    elif method == "Descriptor":
        reader, writer = os.pipe()
        os.close(writer)
        fds = Gio.UnixFDList.new_from_array([reader])
        invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), fds)
    elif method == "Back":
        def answered(source, result):
            try:
                source.call_finish(result)
                answer = "pong"
            except GLib.Error as error:
                answer = Gio.DBusError.get_remote_error(error)
            invocation.return_value(GLib.Variant("(s)", (answer,)))
        connection.call(None, "/any", "org.freedesktop.DBus.Peer", arguments[0], None, None, 0, -1,
                        None, answered)
    else:
        invocation.return_dbus_error("com.example.Error.Shut", "it is shut")


def connected(server, connection):
    kept.append(connection)
    connection.register_object("/door", Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], called,
                               None, None)
    return True


server = Gio.DBusServer.new_sync(sys.argv[1], Gio.DBusServerFlags.NONE, Gio.dbus_generate_guid(),
                                 None, None)
server.connect("new-connection", connected)
server.start()
print("ready", flush=True)
GLib.MainLoop().run()
