/// D-Bus: calls, signals and names on a bus, types, the wire format, authentication, introspection
/// documents, and a generator of Java for them.
@org.jspecify.annotations.NullMarked
module dev.rohrpost.dbus {
  exports dev.rohrpost.dbus;
  exports dev.rohrpost.dbus.gen;
  exports dev.rohrpost.dbus.introspect;
  exports dev.rohrpost.dbus.object;
  exports dev.rohrpost.dbus.trace;
  exports dev.rohrpost.dbus.type;
  exports dev.rohrpost.dbus.wire;

  requires transitive dev.rohrpost.codegen;
  requires transitive dev.rohrpost.unix;
  requires java.xml;
  requires static transitive java.compiler; // @Generated, in what is generated
  requires static transitive org.jspecify;
}
