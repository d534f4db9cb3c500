package dev.rohrpost.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SysctlTest {
  @Test
  void aSettingIsReadToItsEnd() {
    assertThat(Sysctl.number("kernel.pid_max").orElseThrow()).isGreaterThan(300);
    assertThat(Sysctl.text("kernel.ostype")).contains("Linux");
  }

  @Test
  void whatIsNotThereOrNoNumberIsEmpty() {
    assertThat(Sysctl.text("kernel.no_such_thing")).isEmpty();
    assertThat(Sysctl.number("kernel.no_such_thing")).isEmpty();
    assertThat(Sysctl.number("kernel.ostype")).isEmpty();
    assertThat(Sysctl.number("kernel.sem")).isEmpty();
  }
}
