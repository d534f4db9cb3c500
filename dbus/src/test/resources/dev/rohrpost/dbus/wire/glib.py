# Reads our messages with GLib, compares them with a value that is given as text, and writes the same
# with GLib. Lines of the file: order, type, value, our message, with tabs between them.
import sys

from gi.repository import Gio, GLib

ORDERS = {"l": Gio.DBusMessageByteOrder.LITTLE_ENDIAN, "B": Gio.DBusMessageByteOrder.BIG_ENDIAN}


def descriptors(count):
    fds = Gio.UnixFDList()
    for _ in range(count):
        fds.append(0)
    return fds


for line in open(sys.argv[1], encoding="utf-8"):
    order, kind, text, ours = line.rstrip("\n").split("\t")
    expected = GLib.Variant.parse(GLib.VariantType("(" + kind + ")"), text, None, None)
    read = Gio.DBusMessage.new_from_blob(bytes.fromhex(ours), Gio.DBusCapabilityFlags.UNIX_FD_PASSING)
    count = read.get_num_unix_fds()
    message = Gio.DBusMessage.new_signal("/a", "a.b", "C")
    message.set_byte_order(ORDERS[order])
    message.set_serial(7)
    message.set_body(expected)
    if count:
        message.set_unix_fd_list(descriptors(count))
    theirs = bytes(message.to_blob(Gio.DBusCapabilityFlags.UNIX_FD_PASSING)).hex()
    same = read.get_body().equal(expected) and read.get_byte_order() == ORDERS[order]
    print("same" if same else "different:" + read.print_(0).replace("\n", ";"), theirs)
