package dev.rohrpost.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds out what the descriptors of sockets lead to.
final class Sockets {
  private Sockets() {}

  /// @param table the sockets of the own network namespace
  static void read(SocketTable table, Finds finds, List<Unknown> unknown) {
    Map<Long, List<Integer>> networks = new HashMap<>();
    for (var process : finds.processes) {
      networks
          .computeIfAbsent(process.namespaces().net(), _ -> new ArrayList<>())
          .add(process.pid());
    }
    unknown.addAll(table.addOthers(networks));
    // Also those without a visible holder: they may be the peers of others.
    table.all().forEach(socket -> finds.objects.put(socket.id(), socket));
    for (var link : finds.sockets) {
      var socket = table.get(link.inode()).orElseGet(() -> new IpcSocket.OtherSocket(link.inode()));
      finds.add(link.pid(), link.fd(), socket, Flow.BOTH);
    }
  }
}
