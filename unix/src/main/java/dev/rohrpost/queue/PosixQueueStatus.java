package dev.rohrpost.queue;

import dev.rohrpost.ipc.FileMode;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the kernel knows of a POSIX queue.
///
/// @param uid the user who owns it
/// @param gid the group that owns it
/// @param mode who may receive (read) and send (write), as in `0620`
/// @param settings how it was made
/// @param messages how many are waiting
/// @param bytes how many bytes these have; not known to those who may only send
/// @param notified the process that will get a signal when a message comes, if one asked for that
public record PosixQueueStatus(
    int uid,
    int gid,
    FileMode mode,
    PosixQueueSettings settings,
    int messages,
    OptionalLong bytes,
    OptionalInt notified) {}
