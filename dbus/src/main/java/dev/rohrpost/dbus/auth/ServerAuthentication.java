package dev.rohrpost.dbus.auth;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// The side of the server. What may be used is switched on one by one; without that, every client
/// is rejected.
public final class ServerAuthentication {
  /// After so many rejected attempts the connection is closed.
  public static final int MOST_REJECTIONS = 6;

  private static final Step MORE = new Step.More();
  private static final String ERROR = "ERROR";

  private enum State {
    NUL,
    AUTH,
    DATA,
    BEGIN,
    OVER
  }

  private final Lines lines = new Lines();
  private final String guid;
  private OptionalLong kernelUser = OptionalLong.empty();
  private boolean anonymous;
  private boolean descriptors;

  private State state = State.NUL;
  private String mechanism = "";
  private boolean agreed;
  private int rejections;

  private ServerAuthentication(String guid) {
    this.guid = guid;
  }

  /// Begins.
  ///
  /// @param guid of the server, 32 hexadecimal digits
  /// @return the authentication
  /// @throws IllegalArgumentException if it is no GUID
  public static ServerAuthentication of(String guid) {
    if (!Lines.isGuid(guid)) {
      throw new IllegalArgumentException("GUID " + Lines.shown(guid) + ": no 32 digits");
    }
    return new ServerAuthentication(guid);
  }

  /// Accepts EXTERNAL. Whether this user may connect at all is the caller's to decide.
  ///
  /// @param user the client's, as the kernel tells it
  /// @return this
  public ServerAuthentication allowExternal(long user) {
    kernelUser = OptionalLong.of(user);
    return this;
  }

  /// Accepts ANONYMOUS.
  ///
  /// @return this
  public ServerAuthentication allowAnonymous() {
    anonymous = true;
    return this;
  }

  /// Agrees to messages with descriptors.
  ///
  /// @return this
  public ServerAuthentication allowDescriptors() {
    descriptors = true;
    return this;
  }

  /// Takes bytes that have come, not more than belong to the authentication. To be called until it
  /// answers [Step.More].
  ///
  /// @param in the bytes; its position moves
  /// @return what is to be done
  public Step step(ByteBuffer in) {
    if (state == State.OVER) {
      throw new IllegalStateException("the authentication is over");
    }
    if (state == State.NUL) {
      if (!in.hasRemaining()) {
        return MORE;
      }
      if (in.get() != 0) {
        return refused("the first byte is not NUL");
      }
      state = State.AUTH;
    }
    var line = lines.next(in);
    if (line == null) {
      return lines.fault() == null ? MORE : refused("the client has sent " + lines.fault());
    }
    return answer(Lines.command(line), Lines.argument(line));
  }

  private Step answer(String command, String argument) {
    return switch (command) {
      case "AUTH" -> state == State.AUTH ? auth(argument) : error("not now");
      case "DATA" -> state == State.DATA ? identity(argument) : error("not now");
      case "CANCEL" -> state == State.AUTH ? error("nothing to cancel") : rejected();
      case "ERROR" -> rejected();
      case "NEGOTIATE_UNIX_FD" -> state == State.BEGIN ? negotiate() : error("not now");
      case "BEGIN" -> begin();
      default -> error("unknown command");
    };
  }

  private Step auth(String argument) {
    mechanism = Lines.command(argument);
    var isOffered =
        switch (mechanism) {
          case "EXTERNAL" -> kernelUser.isPresent();
          case "ANONYMOUS" -> anonymous;
          default -> false;
        };
    if (!isOffered) {
      return rejected();
    }
    if (argument.indexOf(' ') >= 0) {
      return identity(Lines.argument(argument));
    }
    state = State.DATA;
    return new Step.Write("DATA");
  }

  /// Without an identity the one of the kernel holds. What an anonymous client says about itself is
  /// of no interest.
  private Step identity(String hex) {
    var name = Lines.unhex(hex);
    if (name == null) {
      return rejected();
    }
    return mechanism.equals("EXTERNAL") && !isKernelUser(name) ? rejected() : accepted();
  }

  private boolean isKernelUser(String name) {
    return name.isEmpty() || name.equals(Long.toString(kernelUser.orElseThrow()));
  }

  private Step accepted() {
    state = State.BEGIN;
    return new Step.Write("OK " + guid);
  }

  private Step negotiate() {
    agreed = descriptors;
    return descriptors ? new Step.Write("AGREE_UNIX_FD") : error("no descriptors here");
  }

  private Step begin() {
    if (state != State.BEGIN) {
      return refused("BEGIN before the client was accepted");
    }
    state = State.OVER;
    var user = mechanism.equals("EXTERNAL") ? kernelUser : OptionalLong.empty();
    return new Step.Done(guid, agreed, user);
  }

  private Step rejected() {
    if (++rejections > MOST_REJECTIONS) {
      return refused("rejected " + MOST_REJECTIONS + " times");
    }
    state = State.AUTH;
    agreed = false;
    var offered = (kernelUser.isPresent() ? " EXTERNAL" : "") + (anonymous ? " ANONYMOUS" : "");
    return new Step.Write("REJECTED" + offered);
  }

  private static Step error(String why) {
    return new Step.Write(ERROR + " \"" + why + "\"");
  }

  private Step refused(String why) {
    state = State.OVER;
    return new Step.Refused(why);
  }
}
