/// One way to send and receive messages over every mechanism.
@org.jspecify.annotations.NullMarked
module dev.rohrpost.messaging {
  exports dev.rohrpost.messaging;

  requires transitive dev.rohrpost.unix;
  requires static transitive org.jspecify;
}
