package dev.rohrpost.dbus.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The side of the client. Everything it says goes out at once, in [#opening()], and the first
/// message may follow in the same write: connecting costs one round trip. Descriptors have to wait
/// until [Step.Done] says that there may be some.
public final class ClientAuthentication {
  private static final Step MORE = new Step.More();

  /// How a client proves who it is.
  public enum Mechanism {
    /// The kernel tells the server the user: for UNIX sockets.
    EXTERNAL("AUTH EXTERNAL\r\nDATA\r\n"),
    /// It does not.
    ANONYMOUS("AUTH ANONYMOUS\r\nDATA\r\n");

    private final String lines;

    Mechanism(String lines) {
      this.lines = lines;
    }
  }

  /// Whether descriptors are asked for.
  public enum Descriptors {
    /// They are, as UNIX sockets carry them.
    WANTED,
    /// They are not.
    NONE
  }

  private enum State {
    OK,
    DESCRIPTORS,
    OVER
  }

  private final Lines lines = new Lines();
  private final Mechanism mechanism;
  private final Descriptors descriptors;
  private final @Nullable String expected;
  private State state = State.OK;
  private boolean wasAsked;
  private String guid = "";

  private ClientAuthentication(
      Mechanism mechanism, Descriptors descriptors, @Nullable String expected) {
    this.mechanism = mechanism;
    this.descriptors = descriptors;
    this.expected = expected;
  }

  /// Begins.
  ///
  /// @param mechanism how the client proves who it is
  /// @param descriptors whether descriptors are asked for
  /// @return the authentication
  public static ClientAuthentication of(Mechanism mechanism, Descriptors descriptors) {
    return new ClientAuthentication(mechanism, descriptors, null);
  }

  /// Begins with a server that has to be a certain one.
  ///
  /// @param mechanism how the client proves who it is
  /// @param descriptors whether descriptors are asked for
  /// @param guid the server's, as its address tells it
  /// @return the authentication
  public static ClientAuthentication with(
      Mechanism mechanism, Descriptors descriptors, String guid) {
    return new ClientAuthentication(mechanism, descriptors, guid);
  }

  /// {@return all that is sent}
  public byte[] opening() {
    var negotiate = descriptors == Descriptors.WANTED ? "NEGOTIATE_UNIX_FD\r\n" : "";
    var text = "\0" + mechanism.lines + negotiate + "BEGIN\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Takes bytes that have come, not more than belong to the authentication.
  ///
  /// @param in the bytes; its position moves
  /// @return what is to be done; never [Step.Write]
  public Step step(ByteBuffer in) {
    while (state != State.OVER) {
      var line = lines.next(in);
      if (line == null) {
        return lines.fault() == null ? MORE : refused("the server has sent " + lines.fault());
      }
      var step = answer(line);
      if (!(step instanceof Step.More)) {
        return step;
      }
    }
    throw new IllegalStateException("the authentication is over");
  }

  private Step answer(String line) {
    var command = Lines.command(line);
    return switch (state) {
      case OK ->
          switch (command) {
            case "OK" -> accepted(Lines.argument(line));
            case "DATA" -> asked(line);
            case "REJECTED" ->
                refused(
                    "the server does not accept "
                        + mechanism
                        + ", but "
                        + Lines.shown(Lines.argument(line)));
            default -> unexpected(line);
          };
      case DESCRIPTORS ->
          switch (command) {
            case "AGREE_UNIX_FD" -> done(true);
            case "ERROR" -> done(false);
            default -> unexpected(line);
          };
      case OVER -> throw new IllegalStateException();
    };
  }

  /// Servers ask once for the data that were sent already.
  private Step asked(String line) {
    if (wasAsked) {
      return unexpected(line);
    }
    wasAsked = true;
    return MORE;
  }

  private Step accepted(String named) {
    if (!Lines.isGuid(named)) {
      return refused("the server's GUID is " + Lines.shown(named));
    }
    if (expected != null && !expected.equalsIgnoreCase(named)) {
      return refused("the server's GUID is " + named + ", the address says " + expected);
    }
    guid = named.toLowerCase(Locale.ROOT);
    state = State.DESCRIPTORS;
    return descriptors == Descriptors.WANTED ? MORE : done(false);
  }

  private Step done(boolean withDescriptors) {
    state = State.OVER;
    return new Step.Done(guid, withDescriptors, OptionalLong.empty());
  }

  private Step unexpected(String line) {
    return refused("the server has answered " + Lines.shown(line));
  }

  private Step refused(String why) {
    state = State.OVER;
    return new Step.Refused(why);
  }
}
