package dev.rohrpost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
class NoFdLeaksTest {
  @Test
  void bothEndsOfAForgottenPipeAreNamed() throws IOException {
    OpenFds before = OpenFds.now();
    Pipe pipe = Pipe.open();
    try (var _ = pipe.source();
        var _ = pipe.sink()) {
      assertThat(OpenFds.now().since(before)).hasSize(2).allMatch(it -> it.contains("-> pipe:["));
    }
    assertThat(OpenFds.now().since(before)).isEmpty();
  }

  @Test
  void anotherFileUnderTheSameNumberIsSeen() throws IOException {
    OpenFds before;
    try (var _ = new FileInputStream("/proc/self/../../dev/null")) {
      before = OpenFds.now();
    }
    try (var _ = new FileInputStream("/dev/zero")) {
      assertThat(OpenFds.now().since(before)).singleElement().asString().contains("/dev/zero");
    }
  }

  @Test
  void onePollerMayStayButNotManyOfThem() throws IOException {
    OpenFds before = OpenFds.now();
    List<Selector> pollers = new ArrayList<>();
    try {
      pollers.add(Selector.open());
      assertThat(OpenFds.now().since(before)).isEmpty();
      for (int i = 0; i < 10; i++) {
        pollers.add(Selector.open());
      }
      assertThat(OpenFds.now().since(before)).isNotEmpty();
    } finally {
      for (Selector poller : pollers) {
        poller.close();
      }
    }
  }
}
