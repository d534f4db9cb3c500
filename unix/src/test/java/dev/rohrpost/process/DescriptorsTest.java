package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class DescriptorsTest {
  @TempDir Path folder;

  private Fd open(String name) throws IOException {
    return open(Files.writeString(folder.resolve(name), name));
  }

  private static Fd open(Path path) {
    try (var arena = Arena.ofConfined()) {
      return Fd.own(
          FcntlH.open(arena.allocateFrom(path.toString()), FcntlH.O_RDONLY | FcntlH.O_CLOEXEC, 0));
    }
  }

  private static int number(Fd fd) throws UnixException {
    return fd.borrow(n -> n);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aChildHasTheStandardDescriptorsAndNoOtherOnes() throws Exception {
    var self = Self.of(Self.of());
    assertThat(self.numbers("fds")).containsExactly(0, 1, 2);
  }

  @Test
  @Row("PROC-10")
  void ofAHundredOpenDescriptorsAChildHasTheTwoItWasGiven() throws Exception {
    var opened = new ArrayList<Fd>();
    try {
      for (var i = 0; i < 100; i++) {
        opened.add(open("f" + i));
      }
      var self =
          Self.of(
              Self.of()
                  .withDescriptor(3, new Redirect.To(opened.get(17)))
                  .withDescriptor(9, new Redirect.To(opened.get(42))));
      assertThat(self.numbers("fds")).containsExactly(0, 1, 2, 3, 9);
      assertThat(self.target(3)).isEqualTo(path("f17"));
      assertThat(self.target(9)).isEqualTo(path("f42"));
    } finally {
      opened.forEach(Fd::close);
    }
  }

  @Test
  @Row("PROC-10")
  void descriptorsThatAreNotClosedOnExecDoNotReachAChild() throws Exception {
    try (var leaky = open("leaky")) {
      leaky.borrow(n -> FcntlH.fcntl(n, FcntlH.F_SETFD, 0));
      assertThat(Self.of(Self.of()).numbers("fds")).containsExactly(0, 1, 2);
    }
  }

  @Test
  void twoDescriptorsSwapTheirNumbers() throws Exception {
    try (var a = open("a");
        var b = open("b")) {
      var self =
          Self.of(
              Self.of()
                  .withDescriptor(number(b), new Redirect.To(a))
                  .withDescriptor(number(a), new Redirect.To(b)));
      assertThat(self.numbers("fds")).containsExactlyInAnyOrder(0, 1, 2, number(a), number(b));
      assertThat(self.target(number(b))).isEqualTo(path("a"));
      assertThat(self.target(number(a))).isEqualTo(path("b"));
    }
  }

  @Test
  void threeDescriptorsGoRoundInACircle() throws Exception {
    try (var a = open("a");
        var b = open("b");
        var c = open("c")) {
      var self =
          Self.of(
              Self.of()
                  .withDescriptor(number(a), new Redirect.To(b))
                  .withDescriptor(number(b), new Redirect.To(c))
                  .withDescriptor(number(c), new Redirect.To(a)));
      assertThat(self.target(number(a))).isEqualTo(path("b"));
      assertThat(self.target(number(b))).isEqualTo(path("c"));
      assertThat(self.target(number(c))).isEqualTo(path("a"));
    }
  }

  @Test
  void aDescriptorKeepsItsNumber() throws Exception {
    try (var a = open("a")) {
      var self = Self.of(Self.of().withDescriptor(number(a), new Redirect.To(a)));
      assertThat(self.numbers("fds")).containsExactly(0, 1, 2, number(a));
      assertThat(self.target(number(a))).isEqualTo(path("a"));
    }
  }

  @Test
  void oneDescriptorGetsSeveralNumbers() throws Exception {
    try (var a = open("a")) {
      var program = Self.of();
      for (var n = 3; n < 10; n++) {
        program = program.withDescriptor(n, new Redirect.To(a));
      }
      var self = Self.of(program);
      assertThat(self.numbers("fds")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(self.target(3)).isEqualTo(path("a"));
      assertThat(self.target(9)).isEqualTo(path("a"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 255, 1000, 10_000})
  void numbersMayBeHigh(int number) throws Exception {
    try (var a = open("a")) {
      var self = Self.of(Self.of().withDescriptor(number, new Redirect.To(a)));
      assertThat(self.numbers("fds")).containsExactly(0, 1, 2, number);
      assertThat(self.target(number)).isEqualTo(path("a"));
    }
  }

  @Test
  void anInheritedNumberAboveTwoIsPassedOn() throws Exception {
    try (var a = open("a")) {
      var self = Self.of(Self.of().withDescriptor(number(a), Redirect.INHERIT));
      assertThat(self.numbers("fds")).containsExactly(0, 1, 2, number(a));
      assertThat(self.target(number(a))).isEqualTo(path("a"));
    }
  }

  @Test
  void standardErrorIsTheSameAsStandardOutput() throws Exception {
    var self = Self.of(Self.of().withErrors(new Redirect.SameAs(1)));
    assertThat(self.target(2)).isEqualTo(self.target(1)).startsWith("pipe:");
  }

  @Test
  void standardInputIsTheNullDevice() throws Exception {
    var self = Self.of(Self.of().withInput(Redirect.DISCARD).withErrors(Redirect.DISCARD));
    assertThat(self.target(0)).isEqualTo("/dev/null");
    assertThat(self.target(2)).isEqualTo("/dev/null");
  }

  @Test
  void filesAreReadWrittenAndAppendedTo() throws Exception {
    var from = Files.writeString(folder.resolve("from"), "one\n");
    var into = Files.writeString(folder.resolve("into"), "something longer\n");
    var cat = Program.of("cat").withInput(new Redirect.From(from));
    assertThat(cat.withOutput(new Redirect.Into(into)).start().await().isSuccess()).isTrue();
    assertThat(into).hasContent("one\n");
    assertThat(cat.withOutput(new Redirect.Append(into)).start().await().isSuccess()).isTrue();
    assertThat(into).hasContent("one\none\n");
  }

  @Test
  void aFileThatCannotBeOpenedIsNamed() {
    var missing = folder.resolve("missing");
    var cat = Program.of("cat").withInput(new Redirect.From(missing)).withOutput(Redirect.PIPE);
    assertThatExceptionOfType(UnixException.NotFound.class)
        .isThrownBy(cat::start)
        .withMessageStartingWith("open(" + missing + "): ENOENT");
  }

  @Test
  void aClosedDescriptorCannotBePassed() throws Exception {
    var closed = open("closed");
    closed.close();
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(Program.of("true").withInput(new Redirect.To(closed))::start)
        .matches(e -> e.is(Errno.EBADF));
  }

  @Test
  void aNumberThatIsNotOpenCannotBeInherited() {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(Program.of("true").withDescriptor(10_000, Redirect.INHERIT)::start)
        .matches(e -> e.is(Errno.EBADF))
        .withMessageStartingWith("dup2(");
  }

  @Test
  void aNumberAboveTheLimitIsRefused() throws Exception {
    try (var a = open("a")) {
      assertThatExceptionOfType(UnixException.class)
          .isThrownBy(
              Program.of("true").withDescriptor(Integer.MAX_VALUE, new Redirect.To(a))::start)
          .matches(e -> e.is(Errno.EBADF))
          .withMessageStartingWith("dup2(");
    }
  }

  @Test
  void aNegativeNumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Program.of("true").withDescriptor(-1, Redirect.DISCARD));
  }

  @Test
  void aPipeToAnyOtherThanTheStandardNumbersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Program.of("true").withDescriptor(3, Redirect.PIPE));
  }

  @Test
  void theSameAsNothingIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(Program.of("true").withErrors(new Redirect.SameAs(7))::start)
        .withMessage("nothing is given as descriptor 7");
    assertThatIllegalStateException()
        .isThrownBy(
            Program.of("true").withOutput(new Redirect.SameAs(2)).withErrors(new Redirect.SameAs(1))
                ::start);
  }
}
