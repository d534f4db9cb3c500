package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// What this library uses of `<linux/netlink.h>`.
public final class LinuxNetlinkH {
  /// Questions about sockets.
  public static final int NETLINK_SOCK_DIAG = 4;

  /// A question.
  public static final int NLM_F_REQUEST = 1;

  /// Answer: something changed meanwhile, so it may be incomplete.
  public static final int NLM_F_DUMP_INTR = 0x10;

  /// All there are.
  public static final int NLM_F_DUMP = 0x300;

  /// Answer: no.
  public static final int NLMSG_ERROR = 2;

  /// Answer: that was all.
  public static final int NLMSG_DONE = 3;

  /// The head of a message.
  public static final StructLayout NLMSGHDR =
      structLayout(
              JAVA_INT.withName("nlmsg_len"),
              JAVA_SHORT.withName("nlmsg_type"),
              JAVA_SHORT.withName("nlmsg_flags"),
              JAVA_INT.withName("nlmsg_seq"),
              JAVA_INT.withName("nlmsg_pid"))
          .withName("nlmsghdr");

  /// The head of an attribute, which a message may have any number of.
  public static final StructLayout NLATTR =
      structLayout(JAVA_SHORT.withName("nla_len"), JAVA_SHORT.withName("nla_type"))
          .withName("nlattr");

  private LinuxNetlinkH() {}
}
