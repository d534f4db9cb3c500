package dev.rohrpost.inspect;

import java.util.List;

/// Finds out what the descriptors of sockets lead to.
final class Sockets {
  private Sockets() {}

  static void read(Finds finds, List<Unknown> unknown) {
    for (var link : finds.sockets) {
      finds.add(link.pid(), link.fd(), new IpcObject.OtherSocket(link.inode()), Flow.BOTH);
    }
  }
}
