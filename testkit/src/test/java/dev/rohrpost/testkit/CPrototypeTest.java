package dev.rohrpost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CPrototypeTest {
  private static CPrototype of(String text) {
    return CPrototype.of(text).orElseThrow();
  }

  @Test
  void functionsVariadicFunctionsAndVariablesAreRead() {
    assertThat(of("void *shmat(int, const void *, int)"))
        .isEqualTo(
            new CPrototype(
                "void *",
                "shmat",
                List.of("int", "const void *", "int"),
                CPrototype.Form.FUNCTION));
    assertThat(of("long syscall(long, ...)"))
        .isEqualTo(new CPrototype("long", "syscall", List.of("long"), CPrototype.Form.VARIADIC));
    assertThat(of("uid_t geteuid(void)").parameters()).isEmpty();
    assertThat(of("char **environ"))
        .isEqualTo(new CPrototype("char **", "environ", List.of(), CPrototype.Form.VARIABLE));
  }

  @Test
  void aNameAloneIsNoPrototype() {
    assertThat(CPrototype.of("close")).isEmpty();
    assertThat(CPrototype.of("")).isEmpty();
    assertThat(CPrototype.of("int close(int")).isEmpty();
  }

  @Test
  void aClaimIsAPointerOfThatType() {
    assertThat(of("int open(const char *, int, ...)").claim("a"))
        .isEqualTo("static int (*const a)(const char *, int, ...) = open;");
    assertThat(of("uid_t geteuid(void)").claim("a"))
        .isEqualTo("static uid_t (*const a)(void) = geteuid;");
    assertThat(of("char **environ").claim("a"))
        .isEqualTo("static __typeof__(char **) *const a = &environ;");
  }
}
