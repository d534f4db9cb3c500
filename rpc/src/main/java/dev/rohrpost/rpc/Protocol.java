package dev.rohrpost.rpc;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Numbers of the protocol.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-9">RFC 5531, section 9</a>
final class Protocol {
  static final int VERSION = 2;

  static final int CALL = 0;
  static final int REPLY = 1;

  static final int ACCEPTED = 0;
  static final int DENIED = 1;

  static final int SUCCESS = 0;
  static final int PROG_UNAVAIL = 1;
  static final int PROG_MISMATCH = 2;
  static final int PROC_UNAVAIL = 3;
  static final int GARBAGE_ARGS = 4;
  static final int SYSTEM_ERR = 5;

  static final int RPC_MISMATCH = 0;
  static final int AUTH_ERROR = 1;

  /// The procedure of every program that takes and answers nothing.
  static final int NULL = 0;

  /// The length of the shortest message, in bytes: a denial.
  static final int SHORTEST = 12;

  /// How numbers lie in a message.
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /// Where in a call its numbers lie.
  static final int PROGRAM_AT = 12;

  static final int VERSION_AT = 16;
  static final int PROCEDURE_AT = 20;

  private Protocol() {}
}
