"""An object manager at /com/example under the name of the argument, by python3-dbus. Says "ready",
then reads commands: "+NAME" and "-NAME" add and remove an object."""
import os
import sys
import threading

import dbus
import dbus.bus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

ROOT = "/com/example"
FACE = "com.example.Thing"
MANAGER = "org.freedesktop.DBus.ObjectManager"


class Manager(dbus.service.Object):
    names = ["first"]

    @dbus.service.method(MANAGER, out_signature="a{oa{sa{sv}}}")
    def GetManagedObjects(self):
        return {dbus.ObjectPath(f"{ROOT}/{name}"): things(name) for name in self.names}

    @dbus.service.signal(MANAGER, signature="oa{sa{sv}}")
    def InterfacesAdded(self, path, interfaces):
        pass

    @dbus.service.signal(MANAGER, signature="oas")
    def InterfacesRemoved(self, path, interfaces):
        pass


def things(name):
    return {FACE: dbus.Dictionary({"Name": name}, signature="sv")}


def command(line):
    path = dbus.ObjectPath(f"{ROOT}/{line[1:]}")
    if line[0] == "+":
        manager.names.append(line[1:])
        manager.InterfacesAdded(path, things(line[1:]))
    else:
        manager.names.remove(line[1:])
        manager.InterfacesRemoved(path, [FACE])


def read():
    for line in sys.stdin:
        GLib.idle_add(command, line.strip())


DBusGMainLoop(set_as_default=True)
bus = dbus.bus.BusConnection(os.environ["DBUS_SESSION_BUS_ADDRESS"])
manager = Manager(bus, ROOT)
bus.request_name(sys.argv[1])
print("ready", flush=True)
threading.Thread(target=read, daemon=True).start()
GLib.MainLoop().run()
