package dev.rohrpost.rpc;

import java.util.Map;

/// Why a server did not carry out a call, in the words of RFC 5531.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-9">RFC 5531, section 9</a>
public sealed interface Refusal {
  /// The server does not have the program at all.
  record ProgramUnavailable() implements Refusal {
    @Override
    public String toString() {
      return "PROG_UNAVAIL";
    }
  }

  /// The server has the program in other versions.
  ///
  /// @param low the lowest version, unsigned of 32 bits
  /// @param high the highest
  record ProgramMismatch(long low, long high) implements Refusal {
    @Override
    public String toString() {
      return "PROG_MISMATCH (" + low + " to " + high + ")";
    }
  }

  /// The program does not have the procedure.
  record ProcedureUnavailable() implements Refusal {
    @Override
    public String toString() {
      return "PROC_UNAVAIL";
    }
  }

  /// The server could not make sense of the arguments.
  record GarbageArguments() implements Refusal {
    @Override
    public String toString() {
      return "GARBAGE_ARGS";
    }
  }

  /// The server failed in itself.
  record SystemError() implements Refusal {
    @Override
    public String toString() {
      return "SYSTEM_ERR";
    }
  }

  /// The server speaks other versions of the protocol itself.
  ///
  /// @param low the lowest version, unsigned of 32 bits
  /// @param high the highest
  record RpcMismatch(long low, long high) implements Refusal {
    @Override
    public String toString() {
      return "RPC_MISMATCH (" + low + " to " + high + ")";
    }
  }

  /// The server does not accept the credential.
  ///
  /// @param status `auth_stat`
  record Authentication(int status) implements Refusal {
    private static final Map<Integer, String> NAMES =
        Map.ofEntries(
            Map.entry(0, "AUTH_OK"),
            Map.entry(1, "AUTH_BADCRED"),
            Map.entry(2, "AUTH_REJECTEDCRED"),
            Map.entry(3, "AUTH_BADVERF"),
            Map.entry(4, "AUTH_REJECTEDVERF"),
            Map.entry(5, "AUTH_TOOWEAK"),
            Map.entry(6, "AUTH_INVALIDRESP"),
            Map.entry(7, "AUTH_FAILED"),
            Map.entry(8, "AUTH_KERB_GENERIC"),
            Map.entry(9, "AUTH_TIMEEXPIRE"),
            Map.entry(10, "AUTH_TKT_FILE"),
            Map.entry(11, "AUTH_DECODE"),
            Map.entry(12, "AUTH_NET_ADDR"),
            Map.entry(13, "RPCSEC_GSS_CREDPROBLEM"),
            Map.entry(14, "RPCSEC_GSS_CTXPROBLEM"));

    /// The credential is malformed.
    static final Authentication BADCRED = new Authentication(1);

    /// The client has to begin a new session.
    static final Authentication REJECTEDCRED = new Authentication(2);

    /// The procedure wants a better one.
    static final Authentication TOOWEAK = new Authentication(5);

    @Override
    public String toString() {
      return NAMES.getOrDefault(status, "auth_stat " + Integer.toUnsignedString(status));
    }
  }

  /// An answer that RFC 5531 does not know.
  ///
  /// @param status its number
  record Unknown(int status) implements Refusal {
    @Override
    public String toString() {
      return "accept_stat " + Integer.toUnsignedString(status);
    }
  }
}
