/// D-Bus: buses, types, the wire format, and authentication.
@org.jspecify.annotations.NullMarked
module dev.rohrpost.dbus {
  exports dev.rohrpost.dbus;
  exports dev.rohrpost.dbus.type;
  exports dev.rohrpost.dbus.wire;

  requires transitive dev.rohrpost.unix;
  requires static transitive org.jspecify;
}
