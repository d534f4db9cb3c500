package dev.rohrpost.dbus;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where a server for peers listens.
final class PeerListener implements AutoCloseable {
  private static final int MOST_TRIES = 10;

  private final Listener<StreamSocket> listener;
  private final BusAddress.Transport at;
  private final byte[] nonce;

  /// @param listener accepts peers
  /// @param at as they find it, with the id of the server
  /// @param nonce what they have to send first; empty if nothing
  private PeerListener(Listener<StreamSocket> listener, BusAddress.Transport at, byte[] nonce) {
    this.listener = listener;
    this.at = at;
    this.nonce = nonce;
  }

  Listener<StreamSocket> listener() {
    return listener;
  }

  BusAddress.Transport at() {
    return at;
  }

  byte[] nonce() {
    return nonce.clone();
  }

  /// Opens the only way of an address.
  static PeerListener open(BusAddress address, Binding binding)
      throws IOException, InterruptedException {
    if (address.transports().size() > 1) {
      throw new IllegalArgumentException("a server listens at one place, not at " + address);
    }
    var way = address.transports().getFirst();
    var guid = way.guid().or(() -> Optional.of(randomId()));
    return switch (way) {
      case BusAddress.Transport.Unix(var at, _) -> unix(at, guid, binding);
      case BusAddress.Transport.Folder(_, var folder, _) -> within(folder, guid, binding);
      case BusAddress.Transport.UserRuntime _ ->
          open(new BusAddress(List.of(BusAddress.runtime(System.getenv(), guid))), binding);
      case BusAddress.Transport.Tcp tcp -> tcp(tcp, guid, binding);
      case BusAddress.Transport.Program _ ->
          throw new IllegalArgumentException("nobody can listen at " + way);
      case BusAddress.Transport.Skipped(_, var reason) ->
          throw new IllegalArgumentException(reason);
    };
  }

  private static String randomId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static PeerListener unix(UnixAddress at, Optional<String> guid, Binding binding)
      throws IOException {
    var listener = StreamSocket.listen(at, binding);
    return new PeerListener(listener, new BusAddress.Transport.Unix(at, guid), new byte[0]);
  }

  private static PeerListener within(Path folder, Optional<String> guid, Binding binding)
      throws IOException {
    for (var tries = 1; ; tries++) {
      var name = "dbus-" + randomId().substring(0, 8);
      try {
        return unix(new UnixAddress.File(folder.resolve(name)), guid, binding);
      } catch (UnixException e) {
        if (!e.errno().equals(Errno.EADDRINUSE) || tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private static PeerListener tcp(
      BusAddress.Transport.Tcp tcp, Optional<String> guid, Binding binding)
      throws IOException, InterruptedException {
    var nonce = new byte[tcp.nonceFile().isPresent() ? Connector.NONCE : 0];
    new SecureRandom().nextBytes(nonce);
    var at = InternetAddress.resolve(tcp.host(), tcp.port()).orThrow().getFirst();
    var listener = StreamSocket.listen(at, binding);
    var isOpen = false;
    try {
      if (tcp.nonceFile().isPresent()) {
        write(tcp.nonceFile().get(), nonce);
      }
      var port = ((InternetAddress) listener.address()).port();
      var shown = new BusAddress.Transport.Tcp(tcp.host(), port, tcp.nonceFile(), guid);
      isOpen = true;
      return new PeerListener(listener, shown, nonce);
    } finally {
      if (!isOpen) {
        listener.close();
      }
    }
  }

  /// Whoever can read it may connect, so nobody else must be able to from the first moment on.
  private static void write(Path file, byte[] nonce) throws IOException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var _ = Files.createFile(file, mine);
    var _ = Files.write(file, nonce, StandardOpenOption.TRUNCATE_EXISTING);
  }

  String guid() {
    return at.guid().orElseThrow();
  }

  /// Listens no more, and removes the files that were made for it.
  @Override
  public void close() {
    listener.close();
    if (at instanceof BusAddress.Transport.Tcp tcp && tcp.nonceFile().isPresent()) {
      try {
        Files.deleteIfExists(tcp.nonceFile().get());
      } catch (IOException e) {
        // without the listener it opens nothing
      }
    }
  }
}
