/// What the processes of a machine share, and why nothing moves.
@org.jspecify.annotations.NullMarked
module dev.rohrpost.inspect {
  exports dev.rohrpost.inspect;
  exports dev.rohrpost.inspect.doctor;

  requires dev.rohrpost.dbus;
  requires dev.rohrpost.rpc;
  requires transitive dev.rohrpost.unix;
  requires static transitive org.jspecify;
}
