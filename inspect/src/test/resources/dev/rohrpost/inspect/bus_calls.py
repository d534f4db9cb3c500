"""A service on the session bus by libdbus, with the names of the arguments: its own, and the one it
calls. Says "ready" when it has its name, and calls the other one for a line on standard input.

What it does when it is asked: "ask" asks the other one and waits for the reply, "answer" answers,
"sleep" sleeps for a long time, "write" writes into a pipe that nobody reads. The last argument is the
deadline of its calls, in seconds.
"""
import os
import sys
import time

import dbus
import dbus.lowlevel
import dbus.mainloop.glib
from gi.repository import GLib

own, other, task, deadline = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
FACE = "com.example.Chain"
dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()


def ask():
    try:
        bus.call_blocking(other, "/link", FACE, "Ask", "", (), timeout=deadline)
        print("answered", flush=True)
    except dbus.DBusException as e:
        print(e.get_dbus_name(), flush=True)


def handle(connection, message):
    if message.get_path() != "/link":
        return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED
    if task == "ask":
        ask()
    elif task == "sleep":
        time.sleep(100000)
    elif task == "write":
        os.write(unread[1], bytes(1 << 20))
    connection.send_message(dbus.lowlevel.MethodReturnMessage(message))
    return dbus.lowlevel.HANDLER_RESULT_HANDLED


def come(*_):
    word = sys.stdin.readline().strip()
    if word == "ask":
        ask()
    elif word == "start":  # and goes on
        bus.call_async(other, "/link", FACE, "Ask", "", (), lambda *_: None, lambda *_: None, timeout=deadline)
        bus.flush()
    return bool(word)


unread = os.pipe()
bus.add_message_filter(handle)
bus.request_name(own)
GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, come)
print("ready", flush=True)
GLib.MainLoop().run()
