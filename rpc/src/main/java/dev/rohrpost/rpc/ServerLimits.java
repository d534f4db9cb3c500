package dev.rohrpost.rpc;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// How much a server takes and keeps, so that no caller can make it grow or wait.
///
/// @param record the longest message over a stream, in bytes
/// @param fragments in how many pieces a message may come; empty ones count
/// @param buffered how many bytes all connections together may keep of messages that are not whole,
///   of calls that take long, and of replies that are not taken: then reading waits until some are
///   free. One message may go on nevertheless. A call over UDP that takes long counts with 128 KiB,
///   the most that its message and its reply need; when these are not free, its address receives
///   nothing before the call has ended. Not counted are the 4 KiB that each connection has for
///   small messages, 128 KiB for each address of UDP, and replies that are remembered
/// @param streamReplies how many replies to calls over streams are remembered, up to 4 MiB of them,
///   for callers that lose their connection and send the same call again over another one: it is
///   not carried out twice then. 0, as by default, for none: a caller is known by its host or
///   process only, and each reply is copied. Over UDP, where it is needed, 1,024 are remembered, up
///   to 4 MiB of them for each address
/// @param connections how many are open at a time; others wait to be accepted
/// @param callsPerConnection how many calls of one connection are carried out at a time
/// @param calls how many calls are carried out at a time in all
/// @param recordTime how long a message may take to become whole, before its connection is closed
/// @param replyTime how long a peer may take to take its replies, before its connection is closed
/// @param callTime how long a call may take; then the thread that carries it out is interrupted,
///   and the caller is told SYSTEM_ERR if the service gives up. See [Call#deadline()]
/// @param idleTime how long a connection may stay without a call that comes or goes on, before it
///   is closed. By default there is no limit, as with libtirpc, whose clients do not connect again
///   by themselves; Linux's NFS server closes connections after 6 minutes, rpcbind after 30
///   seconds. Without a limit, callers that do nothing can take all [#connections()]
public record ServerLimits(
    long record,
    int fragments,
    long buffered,
    int streamReplies,
    int connections,
    int callsPerConnection,
    int calls,
    Duration recordTime,
    Duration replyTime,
    Duration callTime,
    Duration idleTime) {
  /// Messages of 1 MiB and 4 KiB in up to 1,024 fragments, 64 MiB in all, 1,024 connections, 64
  /// calls of each and 4,096 in all, 30 seconds each way, as long as it takes for a call, and no
  /// limit for idle connections.
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          (1 << 20) + 4096,
          1024,
          64 << 20,
          0,
          1024,
          64,
          4096,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          ChronoUnit.FOREVER.getDuration(),
          ChronoUnit.FOREVER.getDuration());

  /// Checks the limits.
  ///
  /// @throws IllegalArgumentException if one is not positive; of the replies, if it is negative
  public ServerLimits {
    if (record < 1
        || fragments < 1
        || buffered < 1
        || streamReplies < 0
        || connections < 1
        || callsPerConnection < 1
        || calls < 1
        || !recordTime.isPositive()
        || !replyTime.isPositive()
        || !callTime.isPositive()
        || !idleTime.isPositive()) {
      throw new IllegalArgumentException("limits of at least 1");
    }
  }

  /// {@return the same with another length of the longest message, in bytes}
  ///
  /// @param bytes how many
  public ServerLimits withRecord(long bytes) {
    return new ServerLimits(
        bytes,
        fragments,
        buffered,
        streamReplies,
        connections,
        callsPerConnection,
        calls,
        recordTime,
        replyTime,
        callTime,
        idleTime);
  }

  /// {@return the same with another number of bytes that all connections keep together}
  ///
  /// @param bytes how many
  public ServerLimits withBuffered(long bytes) {
    return new ServerLimits(
        record,
        fragments,
        bytes,
        streamReplies,
        connections,
        callsPerConnection,
        calls,
        recordTime,
        replyTime,
        callTime,
        idleTime);
  }

  /// {@return the same with another number of replies that are remembered}
  ///
  /// @param replies how many of calls over streams
  public ServerLimits withStreamReplies(int replies) {
    return new ServerLimits(
        record,
        fragments,
        buffered,
        replies,
        connections,
        callsPerConnection,
        calls,
        recordTime,
        replyTime,
        callTime,
        idleTime);
  }

  /// {@return the same with another number of connections}
  ///
  /// @param number how many
  public ServerLimits withConnections(int number) {
    return new ServerLimits(
        record,
        fragments,
        buffered,
        streamReplies,
        number,
        callsPerConnection,
        calls,
        recordTime,
        replyTime,
        callTime,
        idleTime);
  }

  /// {@return the same with other numbers of calls: of each connection, and in all}
  ///
  /// @param each how many of one connection
  /// @param all how many in all
  public ServerLimits withCalls(int each, int all) {
    return new ServerLimits(
        record,
        fragments,
        buffered,
        streamReplies,
        connections,
        each,
        all,
        recordTime,
        replyTime,
        callTime,
        idleTime);
  }

  /// {@return the same with other times: for a message to become whole, and for replies to be
  /// taken}
  ///
  /// @param whole for a message to become whole
  /// @param taken for replies to be taken
  public ServerLimits withTimes(Duration whole, Duration taken) {
    return new ServerLimits(
        record,
        fragments,
        buffered,
        streamReplies,
        connections,
        callsPerConnection,
        calls,
        whole,
        taken,
        callTime,
        idleTime);
  }

  /// {@return the same with another time for a call}
  ///
  /// @param time how long it may take
  public ServerLimits withCallTime(Duration time) {
    return new ServerLimits(
        record,
        fragments,
        buffered,
        streamReplies,
        connections,
        callsPerConnection,
        calls,
        recordTime,
        replyTime,
        time,
        idleTime);
  }

  /// {@return the same with another time for idle connections}
  ///
  /// @param time how long a connection may be idle
  public ServerLimits withIdleTime(Duration time) {
    return new ServerLimits(
        record,
        fragments,
        buffered,
        streamReplies,
        connections,
        callsPerConnection,
        calls,
        recordTime,
        replyTime,
        callTime,
        time);
  }
}
