"""A service on the session bus, under the name of the argument. Says "ready" when it has the name.

Its methods: Get answers "real" after a second connection of this process has answered it with every
serial that the call may have. Twice answers twice. Late answers when the next call comes. Signal
emits so many signals before it answers. Flags answers with the flags of the call. Quit gives no
answer. Echo answers what came. Descriptors answers with so many pipes, closed at the other end.
"""
import os
import sys
import threading

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

NAME = sys.argv[1]
INTERFACE = "com.example.Test"
FLAGS = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
         | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)


def connect():
    address = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    return Gio.DBusConnection.new_for_address_sync(address, FLAGS, None, None)


def call_bus(connection, member, arguments=None):
    return connection.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                "org.freedesktop.DBus", member, arguments, None, 0, -1, None)


bus = connect()
stranger = connect()
late = []


def send(connection, message):
    connection.send_message(message, Gio.DBusSendMessageFlags.NONE)


def returning(call, *values):
    reply = Gio.DBusMessage.new_method_reply(call)
    if values:
        reply.set_body(GLib.Variant.new_tuple(*values))
    return reply


def forged(call, serial):
    reply = Gio.DBusMessage()
    reply.set_message_type(Gio.DBusMessageType.METHOD_RETURN)
    reply.set_reply_serial(serial)
    reply.set_destination(call.get_sender())
    reply.set_body(GLib.Variant("(s)", ("forged",)))
    return reply


def emit(member, number):
    bus.emit_signal(None, "/test", INTERFACE, member, GLib.Variant("(i)", (number,)))


def get(call):
    for serial in range(1, 200):
        send(stranger, forged(call, serial))
    stranger.flush_sync(None)
    call_bus(stranger, "GetId")  # what was sent before has passed the bus
    send(bus, returning(call, GLib.Variant("s", "real")))


def twice(call):
    send(bus, returning(call))
    send(bus, forged(call, call.get_serial()))


def answer_late(call):
    late.append(call)


def signal(call):
    for number in range(call.get_body().get_child_value(0).get_int32()):
        emit("Tick", number)
    send(bus, returning(call))


def descriptors(call):
    fds = Gio.UnixFDList()
    count = call.get_body().get_child_value(0).get_int32()
    for _ in range(count):
        reader, writer = os.pipe()
        os.close(writer)
        fds.append(reader)
        os.close(reader)
    reply = returning(call, GLib.Variant("ah", list(range(count))))
    reply.set_unix_fd_list(fds)
    send(bus, reply)
    message = Gio.DBusMessage.new_signal("/test", INTERFACE, "Descriptors")
    message.set_body(GLib.Variant("(ah)", (list(range(count)),)))
    message.set_unix_fd_list(fds)
    send(bus, message)


def filtered(connection, message, incoming):
    if not incoming or message.get_message_type() != Gio.DBusMessageType.METHOD_CALL:
        return message
    if message.get_interface() != INTERFACE:
        return message
    for call in late:
        send(bus, returning(call))
    late.clear()
    member = message.get_member()
    if member == "Get":  # waits for the bus, which this thread must not
        threading.Thread(target=get, args=(message,)).start()
    elif member == "Twice":
        twice(message)
    elif member == "Late":
        answer_late(message)
    elif member == "Signal":
        signal(message)
    elif member == "Flags":
        send(bus, returning(message, GLib.Variant("i", int(message.get_flags()))))
    elif member == "Echo":
        body = message.get_body()
        send(bus, returning(message, *[body.get_child_value(i) for i in range(body.n_children())]))
    elif member == "Descriptors":
        descriptors(message)
    elif member == "Quit":
        os._exit(0)
    return None


bus.connect("closed", lambda *_: os._exit(0))
bus.add_filter(filtered)
call_bus(bus, "RequestName", GLib.Variant("(su)", (NAME, 4)))
print("ready", bus.get_unique_name(), flush=True)
GLib.MainLoop().run()
