package dev.rohrpost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixExceptionTest {
  @Test
  void theMessageNamesCallObjectAndErrno() {
    assertThat(UnixException.of("open", "/jobs", Errno.ENOENT))
        .hasMessage("open(/jobs): ENOENT: no such file or directory");
    assertThat(UnixException.of("pipe2", Errno.EMFILE))
        .hasMessage("pipe2: EMFILE: too many open files");
    assertThat(UnixException.of("pipe2", new Errno(4095)).getMessage())
        .startsWith("pipe2: errno 4095");
  }

  @Test
  void theErrnoAndTheRestCanBeAsked() {
    var e = UnixException.of("open", "/jobs", Errno.EACCES);
    assertThat(e.call()).isEqualTo("open");
    assertThat(e.object()).isEqualTo("/jobs");
    assertThat(e.errno()).isEqualTo(Errno.EACCES);
    assertThat(e.is(Errno.EACCES)).isTrue();
    assertThat(e.is(Errno.EPERM)).isFalse();
    assertThat(UnixException.of("pipe2", Errno.EMFILE).object()).isNull();
  }

  @Test
  void theSubclassesSayWhatACallerCanDo() {
    assertThat(UnixException.of("c", Errno.ENXIO)).isInstanceOf(UnixException.NotFound.class);
    assertThat(UnixException.of("c", Errno.EEXIST)).isInstanceOf(UnixException.AlreadyExists.class);
    assertThat(UnixException.of("c", Errno.EROFS)).isInstanceOf(UnixException.Denied.class);
    assertThat(UnixException.of("c", Errno.EPIPE)).isInstanceOf(UnixException.Disconnected.class);
    assertThat(UnixException.of("c", Errno.EMFILE)).isInstanceOf(UnixException.LimitReached.class);
    assertThat(UnixException.of("c", Errno.ENOSYS)).isInstanceOf(UnixException.Unsupported.class);
    assertThat(UnixException.of("c", Errno.EINVAL)).isExactlyInstanceOf(UnixException.class);
  }

  /// As the comments of the subclasses list them.
  @Test
  void everyErrnoIsInTheClassThatNamesIt() {
    for (var e : List.of(Errno.ENOENT, Errno.ESRCH, Errno.ENXIO, Errno.ENODEV, Errno.ENOMSG)) {
      assertThat(UnixException.of("c", e)).isInstanceOf(UnixException.NotFound.class);
    }
    for (var e : List.of(Errno.EPERM, Errno.EACCES, Errno.EROFS)) {
      assertThat(UnixException.of("c", e)).isInstanceOf(UnixException.Denied.class);
    }
    for (var e : List.of(Errno.EAGAIN, Errno.ENOMEM, Errno.ENFILE, Errno.ENOSPC, Errno.E2BIG)) {
      assertThat(UnixException.of("c", e)).isInstanceOf(UnixException.LimitReached.class);
    }
    for (var e : List.of(Errno.EIDRM, Errno.EPIPE)) {
      assertThat(UnixException.of("c", e)).isInstanceOf(UnixException.Disconnected.class);
    }
    for (var e : List.of(Errno.EOPNOTSUPP, Errno.ENOPROTOOPT, Errno.EPROTONOSUPPORT)) {
      assertThat(UnixException.of("c", e)).isInstanceOf(UnixException.Unsupported.class);
    }
  }

  @Test
  void aboutKeepsEverythingButTheObject() {
    var before = UnixException.of("open", Errno.EACCES);
    var after = before.about("/jobs");
    assertThat(after).isInstanceOf(UnixException.Denied.class);
    assertThat(after.getMessage()).isEqualTo("open(/jobs): EACCES: permission denied");
    assertThat(after.getStackTrace()).isEqualTo(before.getStackTrace());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u001b[31mb", "a\u0000b", "a\u009bb", "a\u007fb"})
  void aNameCannotBreakTheLine(String name) {
    assertThat(UnixException.of("open", name, Errno.ENOENT).getMessage())
        .startsWith("open(a\\x")
        .doesNotContainPattern("\\p{Cntrl}")
        .contains("b");
  }

  @Test
  void itSurvivesSerialization() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(UnixException.of("open", "/jobs", Errno.ENOENT));
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject())
          .isInstanceOfSatisfying(
              UnixException.NotFound.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }
  }
}
