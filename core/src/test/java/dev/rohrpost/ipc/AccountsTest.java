package dev.rohrpost.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccountsTest {
  @Test
  void theNumbersAreThoseOfTheSystem() throws Exception {
    assertThat(Accounts.user("root")).hasValue(0);
    for (var user : new String[] {"nobody", "daemon", "www-data"}) {
      assertThat(Accounts.user(user)).hasValue(known("passwd", user));
    }
    for (var group : new String[] {"root", "daemon", "shadow"}) {
      assertThat(Accounts.group(group)).hasValue(known("group", group));
    }
  }

  private static int known(String base, String name) throws Exception {
    var line = Foreign.run(Duration.ofMinutes(1), "getent", base, name).orFail().out();
    return Integer.parseInt(line.split(":", -1)[2]);
  }

  @Test
  void whoeverIsNotThereHasNone() throws Exception {
    assertThat(Accounts.user("no-such-user")).isEmpty();
    assertThat(Accounts.group("no-such-group")).isEmpty();
    assertThat(Accounts.user("")).isEmpty();
    assertThat(Accounts.user("root\0")).isEmpty();
    assertThat(Accounts.group("x".repeat(5000))).isEmpty();
  }
}
