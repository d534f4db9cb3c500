package dev.rohrpost.dbus.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.dbus.auth.ClientAuthentication.Descriptors;
import dev.rohrpost.dbus.auth.ClientAuthentication.Mechanism;
import dev.rohrpost.testkit.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private static final String GUID = "0123456789abcdef0123456789abcdef";
  private static final long USER = 1000;

  private final ServerAuthentication server =
      ServerAuthentication.of(GUID).allowExternal(USER).allowDescriptors();

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// What a server answers: its lines, and what it says at the end.
  private static List<String> answers(ServerAuthentication to, String lines) {
    var in = bytes(lines.replace("\n", "\r\n"));
    var answers = new ArrayList<String>();
    while (true) {
      switch (to.step(in)) {
        case Step.Write(var line) -> answers.add(line);
        case Step.More() -> {
          return answers;
        }
        case Step.Done done -> {
          answers.add("done " + done.descriptors() + " " + done.user());
          return answers;
        }
        case Step.Refused(var why) -> {
          answers.add("refused: " + why);
          return answers;
        }
      }
    }
  }

  private static Step client(ClientAuthentication client, String lines) {
    return client.step(bytes(lines.replace("\n", "\r\n")));
  }

  private static ClientAuthentication client() {
    return ClientAuthentication.of(Mechanism.EXTERNAL, Descriptors.WANTED);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  @Row("DBUS-01")
  void withoutNulAtTheBeginningAClientIsRefused() {
    assertThat(answers(server, "AUTH\n")).containsExactly("refused: the first byte is not NUL");
    assertThatIllegalStateException().isThrownBy(() -> server.step(bytes("x")));
  }

  @Test
  @Row("DBUS-02")
  void authAloneAsksForTheMechanisms() {
    assertThat(answers(server, "\0AUTH\n")).containsExactly("REJECTED EXTERNAL");
    var anonymous = ServerAuthentication.of(GUID).allowExternal(1).allowAnonymous();
    assertThat(answers(anonymous, "\0AUTH\n")).containsExactly("REJECTED EXTERNAL ANONYMOUS");
    assertThat(answers(ServerAuthentication.of(GUID), "\0AUTH EXTERNAL\n"))
        .containsExactly("REJECTED");
  }

  @Test
  @Row("DBUS-03")
  void theOwnUserIsAcceptedWithANumberAndWithout() {
    var with = "\0AUTH EXTERNAL " + hex("1000") + "\nBEGIN\n";
    assertThat(answers(server, with))
        .containsExactly("OK " + GUID, "done false " + OptionalLong.of(USER));
    var other = ServerAuthentication.of(GUID).allowExternal(USER).allowDescriptors();
    assertThat(answers(other, "\0AUTH EXTERNAL\nDATA\nNEGOTIATE_UNIX_FD\nBEGIN\n"))
        .containsExactly(
            "DATA", "OK " + GUID, "AGREE_UNIX_FD", "done true " + OptionalLong.of(USER));
  }

  @Test
  @Row("DBUS-04")
  void anotherUserIsRejected() {
    for (var name : List.of("1001", "root", "01000", "-1", " 1000")) {
      var fresh = ServerAuthentication.of(GUID).allowExternal(USER);
      assertThat(answers(fresh, "\0AUTH EXTERNAL " + hex(name) + "\n"))
          .containsExactly("REJECTED EXTERNAL");
    }
    assertThat(answers(server, "\0AUTH EXTERNAL\nDATA " + hex("0") + "\n"))
        .containsExactly("DATA", "REJECTED EXTERNAL");
  }

  @Test
  @Row("DBUS-05")
  void badDigitsAndUnknownCommandsAreAnsweredAndItGoesOn() {
    var lines = "\0AUTH EXTERNAL 3x\nAUTH EXTERNAL 313\nHELLO\n\nDATA\nAUTH EXTERNAL\nAUTH\nDATA\n";
    assertThat(answers(server, lines))
        .containsExactly(
            "REJECTED EXTERNAL",
            "REJECTED EXTERNAL",
            "ERROR \"unknown command\"",
            "ERROR \"unknown command\"",
            "ERROR \"not now\"",
            "DATA",
            "ERROR \"not now\"",
            "OK " + GUID);
  }

  @Test
  @Row("DBUS-07")
  void beginBeforeOkAndALineOf20KibibytesAreRefused() {
    assertThat(answers(server, "\0BEGIN\n").getFirst()).startsWith("refused: BEGIN");
    var other = ServerAuthentication.of(GUID).allowExternal(USER);
    assertThat(answers(other, "\0AUTH EXTERNAL\nBEGIN\n")).last().asString().contains("BEGIN");
    var third = ServerAuthentication.of(GUID).allowExternal(USER);
    assertThat(answers(third, "\0" + "x".repeat(20 << 10)))
        .containsExactly("refused: the client has sent a line of more than 16384 bytes");
    var fourth = ServerAuthentication.of(GUID).allowExternal(USER);
    assertThat(answers(fourth, "\0AUTH EX\0TERNAL\n").getFirst()).contains("ASCII");
  }

  @Test
  @Row("DBUS-07")
  void cancelAfterOkRejectsAndThenItCanBeAccepted() {
    var lines = "\0AUTH EXTERNAL\nDATA\nNEGOTIATE_UNIX_FD\nCANCEL\nAUTH EXTERNAL\nDATA\nBEGIN\n";
    assertThat(answers(server, lines))
        .containsExactly(
            "DATA",
            "OK " + GUID,
            "AGREE_UNIX_FD",
            "REJECTED EXTERNAL",
            "DATA",
            "OK " + GUID,
            "done false " + OptionalLong.of(USER));
  }

  @Test
  void afterManyRejectionsTheConnectionIsClosed() {
    assertThat(answers(server, "\0" + "AUTH X\n".repeat(7)))
        .hasSize(7)
        .last()
        .isEqualTo("refused: rejected 6 times");
  }

  @Test
  void anonymousClientsAreAcceptedIfTheyMay() {
    var allowed = ServerAuthentication.of(GUID).allowAnonymous();
    assertThat(answers(allowed, "\0AUTH ANONYMOUS " + hex("me") + "\nNEGOTIATE_UNIX_FD\nBEGIN\n"))
        .containsExactly(
            "OK " + GUID, "ERROR \"no descriptors here\"", "done false " + OptionalLong.empty());
    assertThat(answers(server, "\0AUTH ANONYMOUS\n")).containsExactly("REJECTED EXTERNAL");
  }

  @Test
  @Row("DBUS-09")
  void whatFollowsBeginBelongsToTheMessages() {
    var in = bytes("\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\nl\1\0\1");
    assertThat(server.step(in)).isEqualTo(new Step.Write("DATA"));
    assertThat(server.step(in)).isEqualTo(new Step.Write("OK " + GUID));
    assertThat(server.step(in)).isInstanceOf(Step.Done.class);
    assertThat(in.remaining()).isEqualTo(4);
  }

  @Test
  void aByteAtATime() {
    var in = bytes("\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n");
    var steps = new ArrayList<Step>();
    while (in.hasRemaining()) {
      steps.add(server.step(ByteBuffer.wrap(new byte[] {in.get()})));
    }
    assertThat(steps).filteredOn(step -> !(step instanceof Step.More)).hasSize(3);
  }

  @Test
  @Row("DBUS-62")
  void theClientSaysEverythingAtOnceAndNoUser() {
    assertThat(new String(client().opening(), StandardCharsets.US_ASCII))
        .isEqualTo("\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n");
    var without = ClientAuthentication.of(Mechanism.ANONYMOUS, Descriptors.NONE);
    assertThat(new String(without.opening(), StandardCharsets.US_ASCII))
        .isEqualTo("\0AUTH ANONYMOUS\r\nDATA\r\nBEGIN\r\n");
    assertThat(client(without, "DATA\nOK " + GUID + "\n"))
        .isEqualTo(new Step.Done(GUID, false, OptionalLong.empty()));
  }

  @Test
  @Row("DBUS-03")
  void ourClientAndOurServerAgree() {
    var in = ByteBuffer.wrap(client().opening());
    var client = client();
    var last = client.step(bytes(""));
    while (server.step(in) instanceof Step.Write write) {
      last = client.step(ByteBuffer.wrap(write.bytes()));
    }
    assertThat(last).isEqualTo(new Step.Done(GUID, true, OptionalLong.empty()));
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  @Row("DBUS-59")
  void withoutDescriptorsItWorks() {
    assertThat(client(client(), "DATA\nOK " + GUID + "\nERROR\nl"))
        .isEqualTo(new Step.Done(GUID, false, OptionalLong.empty()));
  }

  @Test
  @Row("DBUS-08")
  void aClientSaysWhatTheServerWouldAccept() {
    assertThat(client(client(), "REJECTED DBUS_COOKIE_SHA1 KERBEROS_V4\n"))
        .isEqualTo(
            new Step.Refused(
                "the server does not accept EXTERNAL, but \"DBUS_COOKIE_SHA1 KERBEROS_V4\""));
  }

  @Test
  @Row("DBUS-08")
  void aServerThatSaysSomethingElseIsRefused() {
    for (var lines :
        List.of(
            "HELLO\n",
            "DATA\nDATA\n",
            "ERROR\n",
            "OK\n",
            "OK 0123\n",
            "OK " + GUID + "\nOK " + GUID + "\n",
            "\0\n",
            "x".repeat(20_000))) {
      assertThat(client(client(), lines)).as(lines).isInstanceOf(Step.Refused.class);
    }
  }

  @Test
  @Row("DBUS-58")
  void aServerWithAnotherGuidThanTheAddressSaysIsRefused() {
    var other = "f".repeat(32);
    var client = ClientAuthentication.with(Mechanism.EXTERNAL, Descriptors.WANTED, other);
    assertThat(client(client, "DATA\nOK " + GUID + "\nAGREE_UNIX_FD\n"))
        .isEqualTo(
            new Step.Refused("the server's GUID is " + GUID + ", the address says " + other));
    var same = ClientAuthentication.with(Mechanism.EXTERNAL, Descriptors.NONE, GUID);
    assertThat(client(same, "OK " + GUID.toUpperCase(Locale.ROOT) + "\n"))
        .isInstanceOf(Step.Done.class);
    assertThatIllegalStateException().isThrownBy(() -> client(same, "x"));
  }

  @Test
  void aGuidHas32Digits() {
    for (var guid : List.of("", GUID + "0", "g" + GUID.substring(1))) {
      assertThatIllegalArgumentException().isThrownBy(() -> ServerAuthentication.of(guid));
    }
  }
}
