package dev.rohrpost.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rohrpost.testkit.HeaderAudit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each sort of wrong claim about a C function is found, and told in one line.
class FunctionFaultsTest {
  private static final String EXPECTED =
      """
      FcntlH: posix_fallocate | incompatible
      FcntlH: posix_fadvise   | incompatible
      FcntlH: lockf           | incompatible
      FcntlH: open            | incompatible
      FcntlH: readahead       | incompatible
      FcntlH: vmsplice        | incompatible
      FcntlH: openat3         | undeclared
      FcntlH: <clinit>()      | links without a prototype: fallocate
      UnistdH: lseek          | the result is off_t in C, and an int in Java
      UnistdH: pwrite         | the result is ssize_t in C, and an int in Java
      UnistdH: sync           | the result is void in C, and an int in Java
      UnistdH: fchown         | the result is int in C, and a long in Java
      UnistdH: dup2           | the number of arguments is 2 in C, and 1 in Java
      UnistdH: dup3           | the number of arguments is 3 in C, and 4 in Java
      UnistdH: alarm          | argument 1 is unsigned int in C, and a long in Java
      UnistdH: chdir          | argument 1 is const char * in C, and an int in Java
      UnistdH: fchdir         | argument 1 is int in C, and an address in Java
      UnistdH: getpagesize    | is never called
      UnistdH: nice           | is never called
      UnistdH: fsync          | is never called
      UnistdH: arguments()    | calls a CFunction in a way that hides which one it is
      UnistdH: elsewhere()    | passes a function on, so that its calls are not seen
      UnistdH: call()         | calls a CFunction in a way that hides which one it is
      StdlibH: strtod_l       | the result is double in C, and a long in Java
      StdlibH: gcvt           | argument 1 is double in C, and a constant in Java
      StdlibH: div            | the result is div_t in C, and an int in Java
      SpawnH: posix_spawnattr_setflags | argument 2 is short in C, and an int in Java
      SignalH: kill           | argument 2 is int in C, and a long in Java
      SignalH: killpg         | the result is int in C, and a long in Java
      SignalH: raise          | the number of arguments is 1 in C, and 2 in Java
      SignalH: sigismember    | the number of arguments is 2 in C, and 1 in Java
      SignalH: sigqueue       | argument 3 is union sigval in C, and a long in Java
      SignalH: sigpending     | Java keeps an int, which is no segment
      StdioH: stdin           | incompatible
      StdioH: puts            | incompatible
      """;

  private static List<String> complaints = List.of();

  @BeforeAll
  static void audit() {
    var headers = WrongFunctions.class.getDeclaredClasses();
    var failure = catchThrowableOfType(AssertionError.class, () -> HeaderAudit.check(headers));
    complaints = failure.toString().lines().filter(line -> line.contains("error: ")).toList();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = EXPECTED)
  void eachFaultIsToldInOneLine(String where, String what) {
    assertThat(complaints)
        .filteredOn(line -> line.startsWith(where + ":"))
        .singleElement()
        .asString()
        .contains(what);
  }

  @Test
  void nothingElseIsFound() {
    assertThat(complaints).hasSameSizeAs(EXPECTED.lines().toList());
  }

  /// The class beside this one is no header, and links functions by those in it.
  @Test
  void aClassThatLinksAndIsNoHeaderIsFound() {
    assertThat(HeaderAudit.linkingElsewhere(FunctionFaultsTest.class, LibcTest.class))
        .containsExactly("Stranger");
  }

  @Test
  void faultsAreFoundOnAnotherProcessor() {
    assertThatThrownBy(() ->
            HeaderAudit.checkOn("aarch64", "aarch64-linux-gnu-gcc", WrongFunctions.StdlibH.class))
        .hasMessageContaining("StdlibH: div:")
        .hasMessageContaining("the result is div_t in C, and an int in Java");
  }
}
