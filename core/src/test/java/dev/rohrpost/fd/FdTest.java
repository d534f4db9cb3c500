package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
class FdTest {
  private static int number(Fd fd) throws UnixException {
    return fd.borrow(n -> n);
  }

  private static boolean isOpen(int number) {
    return Files.exists(Path.of("/proc/self/fd", Integer.toString(number)));
  }

  @Test
  void aFailedCallIsNotADescriptor() {
    assertThatIllegalArgumentException().isThrownBy(() -> Fd.own(-Errno.ENOENT.number()));
  }

  @Test
  void closingTwiceIsHarmless() throws UnixException {
    var ends = Ends.pipe();
    var number = number(ends.in().fd());
    ends.close();
    try (var other = Ends.pipe()) { // takes the same numbers
      assertThat(number(other.in().fd())).isEqualTo(number);
      ends.close();
      assertThat(isOpen(number)).isTrue();
    }
  }

  @Test
  void aClosedDescriptorAnswersEbadf() throws UnixException {
    var ends = Ends.pipe();
    ends.close();
    assertThat(ends.in().fd().isClosed()).isTrue();
    assertThat(ends.in().isOpen()).isFalse();
    assertThatThrownBy(() -> ends.in().fd().borrow(n -> n)).satisfies(FdTest::isEbadf);
    assertThatThrownBy(() -> ends.in().fd().duplicate()).satisfies(FdTest::isEbadf);
    assertThatThrownBy(() -> ends.in().fd().kind()).satisfies(FdTest::isEbadf);
    assertThatThrownBy(ends::receive).satisfies(FdTest::isEbadf);
    assertThatThrownBy(() -> ends.send("x")).satisfies(FdTest::isEbadf);
    assertThatThrownBy(() -> Wait.readable(ends.in().fd(), Deadline.NOW))
        .satisfies(FdTest::isEbadf);
  }

  static void isEbadf(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            UnixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
  }

  @ParameterizedTest
  @EnumSource
  void theNumberStaysOpenUntilTheLastBorrowerIsDone(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var fd = ends.in().fd();
      var borrowed = new CountDownLatch(1);
      var closed = new CountDownLatch(1);
      var borrower =
          kind.start(() ->
              fd.borrow(n -> {
                borrowed.countDown();
                await(closed);
                return isOpen(n) ? n : -1;
              }));
      await(borrowed);
      fd.close();
      assertThat(fd.isClosed()).isTrue();
      closed.countDown();
      var number = borrower.result();
      assertThat(number).isPositive();
      assertThat(isOpen(number)).isFalse();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Row("F50")
  @ParameterizedTest
  @EnumSource
  void aCallInFlightNeverMeetsTheNumberAgain(ThreadKind kind) throws Exception {
    for (var i = 0; i < 500; i++) {
      var ends = Ends.pipe();
      var number = number(ends.in().fd());
      var reader = kind.start(ends::receive);
      ends.in().close();
      // Whoever takes the number now writes what the reader must not see.
      try (var other = Ends.pipe()) {
        other.send("not for you");
        assertThat(reader.failure()).satisfies(FdTest::isEbadf);
        assertThat(other.receive()).isEqualTo("not for you");
      }
      ends.close();
      assertThat(isOpen(number)).isFalse();
    }
  }

  @Test
  void aDuplicateIsIndependent() throws Exception {
    try (var ends = Ends.pipe();
        var duplicate = ends.out().fd().duplicate()) {
      assertThat(number(duplicate)).isGreaterThan(2).isNotEqualTo(number(ends.out().fd()));
      ends.out().close();
      try (var arena = Arena.ofConfined()) {
        new WriteEnd(duplicate).write(Ends.bytes(arena, "still here"));
      }
      assertThat(ends.receive()).isEqualTo("still here");
    }
  }

  @Test
  @Row("PIPE-17")
  void everyDescriptorIsClosedInPrograms() throws UnixException {
    try (var ends = Ends.pipe();
        var duplicate = ends.in().fd().duplicate()) {
      assertThat(flags(duplicate)).isEqualTo(FcntlH.FD_CLOEXEC);
      assertThat(flags(ends.in().fd())).isEqualTo(FcntlH.FD_CLOEXEC);
    }
  }

  private static int flags(Fd fd) throws UnixException {
    return fd.borrow(n -> FcntlH.fcntl(n, FcntlH.F_GETFD, 0));
  }

  @Test
  void inheritingLooksAndMarks() throws UnixException {
    try (var ends = Ends.pipe()) {
      var number = number(ends.in().fd());
      FcntlH.fcntl(number, FcntlH.F_SETFD, 0);
      var inherited = Fd.inherit(number);
      assertThat(flags(inherited)).isEqualTo(FcntlH.FD_CLOEXEC);
      assertThatThrownBy(() -> Fd.inherit(19_999))
          .isInstanceOf(UnixException.class)
          .hasMessageContaining("descriptor 19999")
          .hasMessageContaining("EBADF");
    }
  }

  @Test
  void closingAStandardDescriptorLeavesTheNumberOpen() throws UnixException {
    var standard = Fd.inherit(2);
    standard.close();
    assertThat(standard.isClosed()).isTrue();
    assertThat(isOpen(2)).isTrue();
    assertThatThrownBy(standard::kind).satisfies(FdTest::isEbadf);
  }

  @Test
  void theKindIsTold() throws IOException {
    try (var ends = Ends.pipe();
        var counter = EventFd.open(0);
        var folder = OpenFile.at("/proc", FcntlH.O_RDONLY);
        var device = OpenFile.at("/dev/null", FcntlH.O_RDONLY);
        var file = OpenFile.at("/proc/self/stat", FcntlH.O_RDONLY);
        var link = OpenFile.at("/proc/self", FcntlH.O_PATH | FcntlH.O_NOFOLLOW)) {
      assertThat(ends.in().fd().kind()).isEqualTo(FdKind.FIFO);
      assertThat(counter.fd().kind()).isEqualTo(FdKind.ANONYMOUS);
      assertThat(folder.kind()).isEqualTo(FdKind.DIRECTORY);
      assertThat(device.kind()).isEqualTo(FdKind.CHARACTER_DEVICE);
      assertThat(file.kind()).isEqualTo(FdKind.FILE);
      assertThat(link.kind()).isEqualTo(FdKind.SYMBOLIC_LINK);
    }
    assertThat(FdKind.ofMode(0140644)).isEqualTo(FdKind.SOCKET);
    assertThat(FdKind.ofMode(060644)).isEqualTo(FdKind.BLOCK_DEVICE);
  }

  @Test
  void theTextSaysWhichAndWhetherClosed() throws UnixException {
    var ends = Ends.pipe();
    var name = "fd " + number(ends.in().fd());
    assertThat(ends.in().fd()).hasToString(name);
    assertThat(ends.in()).hasToString("read end " + name);
    ends.close();
    assertThat(ends.in().fd()).hasToString(name + " (closed)");
  }
}
