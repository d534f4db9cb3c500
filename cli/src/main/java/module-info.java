/// The `rohrpost` command.
@org.jspecify.annotations.NullMarked
module dev.rohrpost.cli {
  requires dev.rohrpost.dbus;
  requires dev.rohrpost.inspect;
  requires dev.rohrpost.messaging;
  requires dev.rohrpost.rpc;
  requires info.picocli;
  requires jdk.httpserver;
  requires static org.jspecify;
  requires tools.jackson.core;
}
