package dev.rohrpost.dbus;

import dev.rohrpost.socket.StreamSocket;

/// A way to a bus or a peer, when the other end has accepted it.
///
/// @param socket what carries it
/// @param inbox what has come already, and comes
/// @param carriesDescriptors whether the other end takes descriptors
/// @param uniqueName what the bus calls this end; empty without a bus
/// @param guid the id of the other end
record Link(
    StreamSocket socket, Inbox inbox, boolean carriesDescriptors, String uniqueName, String guid)
    implements AutoCloseable {
  @Override
  public void close() {
    inbox.close();
    socket.close();
  }
}
