"""Echoes by python3-dbus. "serve" answers every call of /echo with its arguments, read and written
again. "call" calls the service with values of every type, and says whether the same came back."""
import os
import sys

import dbus
import dbus.lowlevel
import dbus.mainloop.glib
from gi.repository import GLib

NAME = "com.example.Echo"
SAMPLES = [
    ("y", 255),
    ("b", True),
    ("n", -32768),
    ("q", 65535),
    ("i", -2**31),
    ("u", 2**32 - 1),
    ("x", -2**63),
    ("t", 2**64 - 1),
    ("d", -0.0),
    ("d", float("inf")),
    ("d", float("nan")),
    ("s", "häß \u20ac \U0001f600"),
    ("s", ""),
    ("o", "/a/b"),
    ("g", "a{sv}(ii)"),
    ("v", dbus.Int16(1, variant_level=2)),
    ("ay", [0, 255]),
    ("ab", [True, False]),
    ("an", [-1, 2]),
    ("aq", [65535]),
    ("ai", [-1, 2, 3]),
    ("au", [2**32 - 1]),
    ("ax", [-1]),
    ("at", []),
    ("ad", [1.5, -2.0]),
    ("as", ["a", "", "bcd"]),
    ("ao", ["/"]),
    ("ag", ["", "ii"]),
    ("av", [dbus.Byte(1, variant_level=1), dbus.String("x", variant_level=1)]),
    ("(y(st))", (1, ("a", 2))),
    ("a(yt)", [(1, 2), (3, 4)]),
    ("aas", [[], ["x"]]),
    ("aat", [[1], []]),
    ("a{sv}", {}),
    ("a{sv}", {"k": dbus.Byte(1, variant_level=1)}),
    ("a{qas}", {7: ["x"]}),
    ("a{oa{sa{sv}}}", {"/": {"i": {"p": dbus.String("x", variant_level=1)}}}),
    ("v", dbus.Struct((dbus.Byte(1), dbus.Int64(2), dbus.Struct(("x", 0.5))), signature="yx(sd)", variant_level=1)),
    ("v", dbus.Dictionary({1: 2}, signature="ut", variant_level=1)),
    ("v", dbus.Array([7], signature="y", variant_level=1)),
]


def plain(value):
    """The value without its type, which the signature says, but with its variants."""
    level = getattr(value, "variant_level", 0)
    if isinstance(value, dict):
        inner = sorted((plain(k), plain(v)) for k, v in value.items())
    elif isinstance(value, (list, tuple)):
        inner = [plain(v) for v in value]
    elif isinstance(value, float):
        inner = repr(float(value))
    elif isinstance(value, int):
        inner = repr(int(value))
    else:
        inner = str(value)
    return level, inner


def echo(connection, message):
    if message.get_path() != "/echo":
        return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED
    reply = dbus.lowlevel.MethodReturnMessage(message)
    reply.append(*message.get_args_list(), signature=message.get_signature())
    connection.send_message(reply)
    return dbus.lowlevel.HANDLER_RESULT_HANDLED


def serve(bus):
    bus.add_message_filter(echo)
    bus.request_name(NAME)
    print("ready", flush=True)
    GLib.MainLoop().run()


def call(bus, signature, arguments):
    return bus.call_blocking(NAME, "/echo", NAME, "Echo", signature, arguments)


def call_all(bus):
    for kind, value in SAMPLES:
        first, back = call(bus, "y" + kind, (9, value))
        same = first == 9 and plain(back) == plain(value)
        if isinstance(value, (dbus.Array, dbus.Dictionary)):
            same = same and back.signature == value.signature
        print("same" if same else "different", "y" + kind, "" if same else repr(back), sep=" ")
    back = call(bus, "h", (dbus.types.UnixFd(0),))
    print("same h" if os.fstat(back.take()).st_ino == os.fstat(0).st_ino else "different h")


loop = dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
connection = dbus.SessionBus()
if sys.argv[1] == "serve":
    serve(connection)
else:
    call_all(connection)
