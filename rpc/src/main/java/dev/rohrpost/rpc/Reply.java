package dev.rohrpost.rpc;

import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import org.jspecify.annotations.Nullable;

/// The head of a reply, on both sides.
final class Reply {
  private Reply() {}

  /// Reads what follows the xid and the type of the message.
  ///
  /// @return why the call was not carried out; null if it was, and its result follows
  static @Nullable Refusal read(XdrReader in) throws XdrException {
    return switch (in.getInt()) {
      case Protocol.ACCEPTED -> accepted(in);
      case Protocol.DENIED -> denied(in);
      default -> throw in.unknown("reply_stat");
    };
  }

  private static @Nullable Refusal accepted(XdrReader in) throws XdrException {
    var _ = in.getInt(); // the flavor of the verifier
    in.skipOpaque(Flavor.BODY);
    var status = in.getInt();
    return switch (status) {
      case Protocol.SUCCESS -> null;
      case Protocol.PROG_UNAVAIL -> new Refusal.ProgramUnavailable();
      case Protocol.PROG_MISMATCH ->
          new Refusal.ProgramMismatch(in.getUnsignedInt(), in.getUnsignedInt());
      case Protocol.PROC_UNAVAIL -> new Refusal.ProcedureUnavailable();
      case Protocol.GARBAGE_ARGS -> new Refusal.GarbageArguments();
      case Protocol.SYSTEM_ERR -> new Refusal.SystemError();
      default -> new Refusal.Unknown(status);
    };
  }

  private static Refusal denied(XdrReader in) throws XdrException {
    return switch (in.getInt()) {
      case Protocol.RPC_MISMATCH ->
          new Refusal.RpcMismatch(in.getUnsignedInt(), in.getUnsignedInt());
      case Protocol.AUTH_ERROR -> new Refusal.Authentication(in.getInt());
      default -> throw in.unknown("reject_stat");
    };
  }
}
