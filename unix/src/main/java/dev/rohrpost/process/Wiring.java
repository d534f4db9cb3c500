package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.libc.FcntlH;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the redirections of one start lead to. All of it is opened in this process, so that a
/// failure names its file and comes before anything was started.
///
/// Closing it closes what only the child needs, and the ends of pipes that nobody has taken.
final class Wiring implements AutoCloseable {
  private static final int MODE = 0666;

  private final Settings settings;
  private final List<Fd> ofChild = new ArrayList<>();
  private Ends ends = Ends.NONE;
  private boolean taken;

  /// By number in the child. A standard number that is not here is left as it is.
  private final SortedMap<Integer, Source> sources = new TreeMap<>();

  /// Where a descriptor of the child comes from.
  sealed interface Source {
    /// A number that this process inherited.
    record Ours(int number) implements Source {}

    /// A descriptor of this process.
    record Borrowed(Fd fd) implements Source {}
  }

  /// Our ends of the pipes.
  record Ends(@Nullable WriteEnd stdin, @Nullable ReadEnd stdout, @Nullable ReadEnd stderr) {
    static final Ends NONE = new Ends(null, null, null);

    void close() {
      if (stdin != null) {
        stdin.close();
      }
      if (stdout != null) {
        stdout.close();
      }
      if (stderr != null) {
        stderr.close();
      }
    }
  }

  private Wiring(Settings settings) {
    this.settings = settings;
  }

  static Wiring open(Settings settings) throws UnixException {
    var wiring = new Wiring(settings);
    try {
      for (var number : settings.redirects.keySet()) {
        var source = wiring.source(number, new HashSet<>());
        if (number > 2 || !(source instanceof Source.Ours(int own) && own == number)) {
          wiring.sources.put(number, source);
        }
      }
      return wiring;
    } catch (UnixException | RuntimeException e) {
      wiring.close();
      throw e;
    }
  }

  SortedMap<Integer, Source> sources() {
    return sources;
  }

  /// Gives the ends of the pipes away.
  Ends take() {
    taken = true;
    return ends;
  }

  private Source source(int number, Set<Integer> askedFor) throws UnixException {
    var known = sources.get(number);
    if (known != null) {
      return known;
    }
    if ((number > 2 && !settings.redirects.containsKey(number)) || !askedFor.add(number)) {
      throw new IllegalStateException("nothing is given as descriptor " + number);
    }
    return switch (settings.redirect(number)) {
      case Redirect.Inherit() -> new Source.Ours(number);
      case Redirect.SameAs(int other) -> sourceOfBoth(other, askedFor);
      case Redirect.To(Fd fd) -> new Source.Borrowed(fd);
      case Redirect.Pipe() -> pipe(number);
      case Redirect.Discard() -> file("/dev/null", FcntlH.O_RDWR);
      case Redirect.From(var path) -> file(path.toString(), FcntlH.O_RDONLY);
      case Redirect.Into(var path) -> file(path.toString(), writing(FcntlH.O_TRUNC));
      case Redirect.Append(var path) -> file(path.toString(), writing(FcntlH.O_APPEND));
    };
  }

  /// Puts the source down under the other number at once: it must be opened only once.
  private Source sourceOfBoth(int other, Set<Integer> askedFor) throws UnixException {
    var source = source(other, askedFor);
    if (source instanceof Source.Borrowed) {
      sources.put(other, source);
    }
    return source;
  }

  private static int writing(int how) {
    return FcntlH.O_WRONLY | FcntlH.O_CREAT | how;
  }

  private Source file(String path, int flags) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(CStrings.check(path));
      int result;
      do {
        result = FcntlH.open(name, flags | FcntlH.O_CLOEXEC | FcntlH.O_NOCTTY, MODE);
      } while (result == -Errno.EINTR.number());
      if (result < 0) {
        throw UnixException.of("open", path, new Errno(-result));
      }
      return keep(Fd.own(result));
    }
  }

  private Source pipe(int number) throws UnixException {
    var pipe = PipePair.open();
    ends =
        switch (number) {
          case 0 -> new Ends(new WriteEnd(pipe.writeEnd()), ends.stdout, ends.stderr);
          case 1 -> new Ends(ends.stdin, new ReadEnd(pipe.readEnd()), ends.stderr);
          default -> new Ends(ends.stdin, ends.stdout, new ReadEnd(pipe.readEnd()));
        };
    return keep(number == 0 ? pipe.readEnd() : pipe.writeEnd());
  }

  private Source keep(Fd fd) {
    ofChild.add(fd);
    return new Source.Borrowed(fd);
  }

  @Override
  public void close() {
    ofChild.forEach(Fd::close);
    if (!taken) {
      ends.close();
    }
  }
}
