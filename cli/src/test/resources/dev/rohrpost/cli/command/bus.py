"""A service on the session bus, and at the address of the argument without a bus.

Says "ready", then a line for each call of Hang, which it does not answer, and for each signal Told,
and Said if it is sent to it alone.
"""
import os
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

NAME = "com.example.Bus"
FACE = "com.example.Face"
XML = """<node>
  <interface name="com.example.Face">
    <method name="Add"><arg name="a" type="i" direction="in"/><arg name="b" type="i" direction="in"/>
      <arg type="i" direction="out"/></method>
    <method name="Over"><arg type="s" direction="in"/></method>
    <method name="Over"><arg type="i" direction="in"/></method>
    <signal name="Told"><arg name="what" type="v"/></signal>
    <property name="Level" type="d" access="readwrite"/>
    <annotation name="org.freedesktop.DBus.Deprecated" value="true"/>
  </interface>
</node>"""
NODES = {"/": '<node><node name="a"/></node>', "/a": '<node><node name="b"/></node>', "/a/b": XML}
level = GLib.Variant("d", 1.5)


def say(*words):
    print(*words, flush=True)


def answer(connection, call, *values):
    reply = Gio.DBusMessage.new_method_reply(call)
    if values:
        reply.set_body(GLib.Variant.new_tuple(*values))
    fds = call.get_unix_fd_list()
    if fds:
        reply.set_unix_fd_list(fds)
    connection.send_message(reply, Gio.DBusSendMessageFlags.NONE)


def refuse(connection, call, name, text):
    reply = Gio.DBusMessage.new_method_error_literal(call, name, text)
    connection.send_message(reply, Gio.DBusSendMessageFlags.NONE)


def filtered(connection, message, incoming):
    global level
    member = message.get_member()
    body = message.get_body()
    values = [body.get_child_value(i) for i in range(body.n_children())] if body else []
    if incoming and message.get_message_type() == Gio.DBusMessageType.SIGNAL and member in ("Told", "Said"):
        say(member.lower(), message.get_path(), body)
        return None
    if not incoming or message.get_message_type() != Gio.DBusMessageType.METHOD_CALL:
        return message
    if member == "Introspect":
        answer(connection, message, GLib.Variant("s", NODES.get(message.get_path(), "<node/>")))
    elif member == "Echo":
        answer(connection, message, *values)
    elif member == "Add":
        answer(connection, message, GLib.Variant("i", values[0].get_int32() + values[1].get_int32()))
    elif member == "Read":
        fd = message.get_unix_fd_list().get(values[0].get_handle())
        answer(connection, message, GLib.Variant("s", os.read(fd, 100).decode()))
    elif member == "Hang":
        say("hang")
    elif member == "Refuse":
        refuse(connection, message, "com.example.Error.No", "not\nnow")
    elif member == "Get" and values[1].get_string() == "Level":
        answer(connection, message, GLib.Variant("v", level))
    elif member == "GetAll":
        answer(connection, message, GLib.Variant("a{sv}", {"Level": level}))
    elif member == "Set" and values[1].get_string() == "Level":
        level = values[2].get_variant()
        answer(connection, message)
    else:
        refuse(connection, message, "org.freedesktop.DBus.Error.UnknownMethod", "no " + str(member))
    return None


def connected(_, connection):
    connection.add_filter(filtered)
    peers.append(connection)
    return True


peers = []
flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
         | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
bus = Gio.DBusConnection.new_for_address_sync(
    os.environ["DBUS_SESSION_BUS_ADDRESS"], flags, None, None)
bus.add_filter(filtered)
for method, arguments in [("RequestName", GLib.Variant("(su)", (NAME, 4))),
                          ("AddMatch", GLib.Variant("(s)", ("member='Told'",)))]:
    bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
                  arguments, None, 0, -1, None)
server = Gio.DBusServer.new_sync(sys.argv[1], Gio.DBusServerFlags.NONE, Gio.dbus_generate_guid(),
                                 None, None)
server.connect("new-connection", connected)
server.start()
bus.connect("closed", lambda *_: os._exit(0))
say("ready")
GLib.MainLoop().run()
