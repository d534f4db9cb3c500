package dev.rohrpost.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LibcTest {
  @Test
  void theNameIsReadFromAPrototype() {
    assertThat(Libc.name("int close(int)")).isEqualTo("close");
    assertThat(Libc.name("void *mmap(void *, size_t, int, int, int, off_t)")).isEqualTo("mmap");
    assertThat(Libc.name("char **environ")).isEqualTo("environ");
  }

  @Test
  void whatComesBeforeTheDotsIsCounted() {
    assertThat(Libc.fixedParameters("long syscall(long, ...)")).isEqualTo(1);
    assertThat(Libc.fixedParameters("int ioctl(int, unsigned long, ...)")).isEqualTo(2);
  }

  @Test
  void aFunctionThatTheLibraryLacksIsNamed() {
    assertThatThrownBy(() -> CFunction.of("int openat3(int, const char *)"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("this C library has no openat3");
  }
}
