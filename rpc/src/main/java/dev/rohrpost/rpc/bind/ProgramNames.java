package dev.rohrpost.rpc.bind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Names of programs, as people know them: `/etc/rpc`, or the best known where there is no such
/// file.
///
/// @see <a href="https://man7.org/linux/man-pages/man5/rpc.5.html">rpc(5)</a>
public final class ProgramNames {
  private static final Path FILE = Path.of("/etc/rpc");
  private static final int LONGEST = 1 << 20;
  private static final long LAST = 0xffff_ffffL;

  private static final String BEST_KNOWN =
      """
      portmapper 100000 portmap sunrpc rpcbind
      rstatd 100001 rstat
      rusersd 100002 rusers
      nfs 100003 nfsprog
      ypserv 100004 ypprog
      mountd 100005 mount showmount
      ypbind 100007
      yppasswdd 100009 yppasswd
      rquotad 100011 rquotaprog quota rquota
      nlockmgr 100021
      status 100024
      nfs_acl 100227
      """;

  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();

  private ProgramNames(String text) {
    text.lines().forEach(this::add);
  }

  /// A line is a name, a number, and other names; what follows a `#` is a remark.
  private void add(String line) {
    var remark = line.indexOf('#');
    var words = (remark < 0 ? line : line.substring(0, remark)).strip().split("\\s+", -1);
    if (words.length < 2 || !words[1].matches("\\d{1,10}") || !line.matches("[\\s!-~]*")) {
      return; // also where a terminal might obey a name
    }
    var number = Long.parseLong(words[1]);
    if (number > LAST) {
      return;
    }
    var _ = names.putIfAbsent(number, words[0]);
    for (var i = 0; i < words.length; i++) {
      if (i != 1) {
        var _ = numbers.putIfAbsent(words[i], number);
      }
    }
  }

  /// {@return the names that this machine has now; the file is read up to its first MiB}
  public static ProgramNames read() {
    return read(FILE);
  }

  static ProgramNames read(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new ProgramNames(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new ProgramNames(BEST_KNOWN);
    }
  }

  /// {@return what people call a program; empty if it has no name}
  ///
  /// @param program its number
  public Optional<String> name(long program) {
    return Optional.ofNullable(names.get(program));
  }

  /// {@return the number of a program; empty if there is none of that name}
  ///
  /// @param name the first or another one
  public Optional<Long> number(String name) {
    return Optional.ofNullable(numbers.get(name));
  }
}
