package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class MatchRuleTest {
  private static final String TEXTS =
      """
      type=signal
      type='signal',arg0='it'\\''s'
      arg63='x'
      arg0path='/a/'
      arg0namespace='org'
      arg0namespace='org.freedesktop'
      path_namespace='/a'
      sender=':1.5',destination=':1.6'
      arg0='a,b=c'
      arg0=''
      arg0='\\'
      arg1=a\\'b
      type='signal',sender='org.bluez',interface='org.bluez.A',member='M',path='/x'
      """;

  @Test
  @Row("DBUS-70")
  void whatABusTakesIsTaken() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect()) {
      for (var text : TEXTS.lines().toList()) {
        var rule = MatchRule.of(text);
        assertThat(MatchRule.of(rule.toString())).isEqualTo(rule);
        for (var each : List.of(text, rule.toString())) { // removing what was not added is an error
          var _ = bus.call(Driver.call("AddMatch").with("s", text));
          var _ = bus.call(Driver.call("RemoveMatch").with("s", each));
        }
      }
    }
  }

  @ParameterizedTest
  @Row({"DBUS-70", "DBUS-72"})
  @ValueSource(
      strings = {
        "arg64='x'",
        "arg01='x'",
        "arg-1='x'",
        "arg='x'",
        "arg999999999999='x'",
        "arg1namespace='a.b'",
        "arg0namespace='a.'",
        "arg0namespace=''",
        "arg0namespace='a..b'",
        " type='signal'",
        "type ='signal'",
        "type='signal', member='M'",
        "type='signal',type='signal'",
        "arg0='a',arg0='b'",
        "arg0='a',arg0path='b'",
        "path='/a',path_namespace='/a'",
        "path='/a/'",
        "path_namespace='a'",
        "interface='com'",
        "member='a-b'",
        "sender='a..b'",
        "type='call'",
        "eavesdrop='true'",
        "unknown='x'",
        "type",
        "type='signal',",
        "arg0='open",
      })
  void whatABusRefusesIsRefused(String text) {
    if (text.endsWith(",")) {
      assertThat(MatchRule.of(text)).isEqualTo(MatchRule.signal()); // a bus takes it, too
      return;
    }
    assertThatIllegalArgumentException().isThrownBy(() -> MatchRule.of(text));
  }

  @Test
  void aRuleHasUpTo1024Bytes() {
    var most = "x".repeat(MatchRule.MOST_BYTES - "arg0=''".length());
    assertThat(MatchRule.all().argument(0, most).toString()).hasSize(MatchRule.MOST_BYTES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MatchRule.all().argument(0, most + "x"))
        .withMessageContaining("1024 bytes");
  }

  @Test
  @Row("DBUS-71")
  void theNamespaceOfAllPathsIsLeftOut() {
    assertThat(MatchRule.signal().pathNamespace("/").toString()).isEqualTo("type='signal'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "type='signal'|true",
        "type='error'|false",
        "sender=':1.5'|true",
        "sender=':1.6'|false",
        "sender='com.example.A'|true",
        "interface='com.example.I'|true",
        "interface='com.example.J'|false",
        "member='M'|true",
        "member='N'|false",
        "path='/a/b'|true",
        "path='/a'|false",
        "path_namespace='/a'|true",
        "path_namespace='/a/b'|true",
        "path_namespace='/a/bb'|false",
        "path_namespace='/'|true",
        "destination=':1.9'|false",
        "arg0='org.example.Name'|true",
        "arg0='org.example'|false",
        "arg0namespace='org.example'|true",
        "arg0namespace='org.exampl'|false",
        "arg1path='/aa/'|true",
        "arg1path='/aa/bb/cc'|true",
        "arg1path='/aa/bb'|false",
        "arg1='/aa/bb/'|true",
        "arg2path='/x/y'|true",
        "arg2='/x/y'|false",
        "arg3='3'|false",
        "arg4='x'|false"
      })
  void messagesFit(String text, boolean fits) {
    var header = Header.signal(ObjectPath.of("/a/b"), "com.example.I", "M").setSender(":1.5");
    var body = List.<Object>of("org.example.Name", "/aa/bb/", ObjectPath.of("/x/y"), 3);
    assertThat(MatchRule.of(text).matches(header, ":1.5", () -> body)).isEqualTo(fits);
    if (text.startsWith("sender='com")) {
      assertThat(MatchRule.of(text).matches(header, null, () -> body)).isFalse();
    }
  }
}
