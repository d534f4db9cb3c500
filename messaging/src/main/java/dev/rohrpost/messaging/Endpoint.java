package dev.rohrpost.messaging;

import dev.rohrpost.socket.Binding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// Where messages go to or come from.
public sealed interface Endpoint {
  /// A named pipe: a stream.
  ///
  /// @param path where it is; it has to be there
  record NamedPipe(Path path) implements Endpoint {
    @Override
    public String toString() {
      return "fifo:" + path;
    }
  }

  /// A descriptor that this process inherited: a stream, or a socket. A socket that listens is
  /// accepted from, and one of messages keeps them whole. It may be shared, so it is not shut down.
  ///
  /// @param number such as 3
  record Descriptor(int number) implements Endpoint {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException if it is negative
    public Descriptor {
      if (number < 0) {
        throw new IllegalArgumentException("descriptor " + number);
      }
    }

    @Override
    public String toString() {
      return "fd:" + number;
    }
  }

  /// A process that gets signals as messages: the type is the signal, the body a number.
  ///
  /// @param pid the process; only this process can receive what is sent to it
  record SignalTo(int pid) implements Endpoint {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException unless it is positive
    public SignalTo {
      if (pid < 1) {
        throw new IllegalArgumentException("process ids are positive, not " + pid);
      }
    }

    @Override
    public String toString() {
      return "signal:" + pid;
    }
  }

  /// Standard input for receivers, standard output for senders: a stream.
  record Standard() implements Endpoint {
    @Override
    public String toString() {
      return "-";
    }
  }

  /// A System V message queue. It has to be there.
  ///
  /// @param name how it is found
  record SystemVQueue(SystemVName name) implements Endpoint {
    @Override
    public String toString() {
      return "sysv:" + name;
    }
  }

  /// How a System V object is found.
  sealed interface SystemVName {
    /// By a number that its users have agreed on.
    ///
    /// @param number not 0, which is no key but asks for a new object
    record Key(int number) implements SystemVName {
      @Override
      public String toString() {
        return "0x" + Integer.toHexString(number);
      }
    }

    /// By a key that ftok(3) makes of a file.
    ///
    /// @param path the file, which has to be there
    /// @param project tells several objects of one file apart; its lowest 8 bits count
    record File(Path path, char project) implements SystemVName {
      /// What is meant when nobody says it.
      public static final char DEFAULT_PROJECT = 'R';

      @Override
      public String toString() {
        return project == DEFAULT_PROJECT ? path.toString() : path + "?project=" + project;
      }
    }

    /// By the number that the kernel gave it.
    ///
    /// @param id as ipcs(1) shows it
    record Id(int id) implements SystemVName {
      @Override
      public String toString() {
        return "id=" + id;
      }
    }
  }

  /// A POSIX message queue. It has to be there.
  ///
  /// @param name with a slash at its front and no other, up to 255 bytes after it
  record PosixQueue(String name) implements Endpoint {
    /// Checks the name.
    ///
    /// @throws IllegalArgumentException if it cannot be that of a queue
    public PosixQueue {
      Names.check(name);
    }

    @Override
    public String toString() {
      return "mq:" + name;
    }
  }

  /// A ring in shared memory.
  ///
  /// @param name with a slash at its front and no other, up to 255 bytes after it
  record Ring(String name) implements Endpoint {
    /// Checks the name.
    ///
    /// @throws IllegalArgumentException if it cannot be that of a segment
    public Ring {
      Names.check(name);
    }

    @Override
    public String toString() {
      return "shm:" + name;
    }
  }

  /// Who waits for whom when a socket is opened.
  enum Role {
    /// Goes to an address where somebody is.
    CONNECT,
    /// Waits at an address for somebody to come.
    LISTEN
  }

  /// A socket of this machine.
  ///
  /// @param style what it carries
  /// @param name a path, or an abstract name after an `@`
  /// @param role who comes to whom
  /// @param binding where a socket file is made: how
  record UnixSocket(Style style, String name, Role role, Binding binding) implements Endpoint {
    /// For this user only; what a killed process has left behind is in nobody's way.
    public static final Binding DEFAULT = Binding.SAFE.withStale(Binding.Stale.TAKE_OVER);

    /// The longest path: `sun_path` has 108 bytes, and one of them is the NUL.
    public static final int LONGEST = 107;

    /// What a socket carries.
    public enum Style {
      /// A stream of bytes.
      STREAM("unix"),
      /// Messages, each by itself.
      DATAGRAM("unix-dgram"),
      /// Messages on a connection.
      SEQPACKET("unix-seqpacket");

      private final String scheme;

      Style(String scheme) {
        this.scheme = scheme;
      }
    }

    /// Bound as by default.
    ///
    /// @param style what it carries
    /// @param name a path, or an abstract name after an `@`
    /// @param role who comes to whom
    /// @throws IllegalArgumentException if the name is empty, has a NUL or is too long
    public UnixSocket(Style style, String name, Role role) {
      this(style, name, role, DEFAULT);
    }

    /// Checks the name.
    ///
    /// @throws IllegalArgumentException if it is empty, has a NUL or is too long
    public UnixSocket {
      var bytes = name.getBytes(StandardCharsets.UTF_8).length;
      if (name.isEmpty() || name.equals("@") || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a UNIX socket is named /path or @name");
      }
      if (bytes > (name.startsWith("@") ? LONGEST + 1 : LONGEST)) {
        throw new IllegalArgumentException(
            "the name of a UNIX socket has up to "
                + LONGEST
                + " bytes; these are "
                + bytes
                + ": "
                + name);
      }
    }

    /// {@return the same, with another way to make its file}
    ///
    /// @param way such as `DEFAULT.withMode(FileMode.OWNER_AND_GROUP)`
    public UnixSocket bound(Binding way) {
      return new UnixSocket(style, name, role, way);
    }

    @Override
    public String toString() {
      return Names.listening(role) + style.scheme + ":" + name;
    }
  }

  /// A socket of the internet, of version 4 or 6.
  ///
  /// @param protocol what it carries
  /// @param host a name, or an address without brackets; empty for every address of this machine. A
  ///   group or an address of one link may have a card after it, as in `239.1.2.3%lo`
  /// @param port 1 to 65535; 0 only for a listener, which the kernel then gives one
  /// @param role who comes to whom
  record Internet(Protocol protocol, String host, int port, Role role) implements Endpoint {
    private static final char CARD = '%';

    /// What a socket carries.
    public enum Protocol {
      /// A stream of bytes.
      TCP("tcp"),
      /// Messages, some of which may be lost.
      UDP("udp");

      private final String scheme;

      Protocol(String scheme) {
        this.scheme = scheme;
      }
    }

    /// {@return the card that is named, such as `lo`}
    public Optional<String> card() {
      var at = host.indexOf(CARD);
      return at < 0 ? Optional.empty() : Optional.of(host.substring(at + 1));
    }

    /// {@return the host without a card}
    public String bareHost() {
      var at = host.indexOf(CARD);
      return at < 0 ? host : host.substring(0, at);
    }

    @Override
    public String toString() {
      var written = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return Names.listening(role) + protocol.scheme + "://" + written + ":" + port;
    }
  }

  /// A socket between a virtual machine and its host: a stream.
  ///
  /// @param cid the machine, a number of 32 bits; 2 is the host, 1 this machine itself
  /// @param port a number of 32 bits
  /// @param role who comes to whom
  record Vsock(long cid, long port, Role role) implements Endpoint {
    @Override
    public String toString() {
      return Names.listening(role) + "vsock://" + cid + ":" + port;
    }
  }

  /// Reads an endpoint as people write it.
  ///
  /// @param uri such as `fifo:/path`, `sysv:0x5e7`, `mq:/name`, `unix:/path`, `unix-dgram:@name`,
  ///   `tcp://host:port`, `shm:/name`, `signal:PID`, `fd:N` or `-`; with `listen+` before that of a
  ///   socket. All characters stand for themselves.
  /// @return the endpoint; whether there is anything is not asked yet
  /// @throws IllegalArgumentException with what is wrong, and what could be written instead
  static Endpoint parse(String uri) {
    return EndpointParser.parse(uri);
  }
}
