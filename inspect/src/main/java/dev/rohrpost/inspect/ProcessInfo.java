package dev.rohrpost.inspect;

import java.util.List;

/// A process, at the moment of a picture.
///
/// @param pid its number
/// @param parent the number of its parent
/// @param uid its real user
/// @param name its program, as the kernel cuts it; any bytes but NUL
/// @param command its command line; empty for a process that has ended, or has erased it
/// @param state the letter of proc_pid_stat(5), such as `Z` for one that has ended
/// @param started when it began, in clock ticks since the machine was started: with the pid, it
///   names a process for ever
/// @param namespaces where it lives
/// @param signals what it does with signals
/// @param hidden whether this user may not see its descriptors
/// @param threads its threads, the first is the one with the number of the process
public record ProcessInfo(
    int pid,
    int parent,
    int uid,
    String name,
    List<String> command,
    char state,
    long started,
    Namespaces namespaces,
    Signals signals,
    boolean hidden,
    List<ThreadInfo> threads) {
  /// {@return whether it has ended, and its parent has not asked for its status}
  public boolean isZombie() {
    return state == 'Z' || state == 'X';
  }
}
