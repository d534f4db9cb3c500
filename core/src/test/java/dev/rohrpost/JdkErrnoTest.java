package dev.rohrpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkErrnoTest {
  @TempDir Path folder;

  private static void gives(Errno errno, ThrowingCallable call) {
    var thrown = catchThrowableOfType(IOException.class, call);
    var failure = UnixException.of("open", "it", thrown);
    assertThat(failure.errno()).as(thrown.toString()).isEqualTo(errno);
    assertThat(failure).hasCause(thrown);
  }

  @Test
  void whatTheJdkThrowsKeepsItsErrno() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "x");
    gives(Errno.ENOENT, () -> Files.readString(folder.resolve("none")));
    gives(Errno.ENOENT, () -> new FileInputStream(folder.resolve("none").toFile()).close());
    gives(Errno.EEXIST, () -> Files.createFile(file));
    gives(Errno.ENOTDIR, () -> Files.readString(file.resolve("below")));
    gives(Errno.ENOTEMPTY, () -> Files.delete(folder));
    gives(Errno.EINVAL, () -> Files.readSymbolicLink(file));
    gives(Errno.EISDIR, () -> Files.newInputStream(folder).read());
    gives(Errno.ENAMETOOLONG, () -> Files.readString(folder.resolve("n".repeat(300))));
    try (var there = new ServerSocket()) {
      there.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      gives(
          Errno.EADDRINUSE,
          () -> {
            try (var second = new ServerSocket()) {
              second.bind(there.getLocalSocketAddress());
            }
          });
    }
  }

  @Test
  void whereTheJdkNamesNoErrnoItsWordsAreKept() {
    var thrown = new IOException("Stream closed");
    var failure = UnixException.of("read", "it", thrown);
    assertThat(failure)
        .isInstanceOf(UnixException.Verdict.class)
        .hasMessage("read(it): Stream closed")
        .hasCause(thrown);
    assertThat(failure.errno()).isEqualTo(Errno.NONE);
  }

  @Test
  void aFailureOfThisLibraryStaysWhatItIs() {
    var known = UnixException.of("open", "/x", Errno.EROFS);
    assertThat(UnixException.of("read", "it", known)).isSameAs(known);
  }

  @Test
  void whatHasOwnWordsKeepsThemUnderAnotherName() {
    var cause = new IOException("why");
    var failure = UnixException.noSuchHost("host", "unknown", cause).about("other");
    assertThat(failure)
        .isInstanceOf(UnixException.NoSuchHost.class)
        .hasMessage("getaddrinfo(other): no such host: unknown")
        .hasCause(cause);
    assertThat(UnixException.verdict("recv", "it", "no answer").about("that"))
        .isInstanceOf(UnixException.Verdict.class)
        .hasMessage("recv(that): no answer");
  }
}
