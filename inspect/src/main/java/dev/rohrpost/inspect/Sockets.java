package dev.rohrpost.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Finds out what the descriptors of sockets lead to.
final class Sockets {
  private Sockets() {}

  static void read(Finds finds, List<Unknown> unknown) {
    var namespaces = new HashMap<Long, List<Integer>>();
    for (var process : finds.processes) {
      if (!process.isZombie()) {
        namespaces
            .computeIfAbsent(process.namespaces().net(), _ -> new ArrayList<>())
            .add(process.pid());
      }
    }
    var table = SocketTable.read(namespaces);
    unknown.addAll(table.unknown());
    table.all().forEach(socket -> finds.objects.put(socket.id(), socket)); // also of hidden holders
    for (var link : finds.sockets) {
      var socket = table.get(link.inode()).orElseGet(() -> new IpcObject.OtherSocket(link.inode()));
      finds.add(link.pid(), link.fd(), socket, Flow.BOTH);
    }
  }
}
