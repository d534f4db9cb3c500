package dev.rohrpost.inspect.kernel;

import java.util.List;

/// A thread, and of its process what the kernel keeps with it.
///
/// @param pid its process
/// @param tid its number
/// @param name what it is called; any bytes but NUL
/// @param state the letter of proc_pid_stat(5)
/// @param runs how often it was given a processor
/// @param registers of its system call: number, six arguments, stack pointer, program counter; the
///   number is -1 outside of one
/// @param parent the process that started its process
/// @param uid the real user
/// @param started in clock ticks since the machine was started
/// @param pending signals that wait for it or its process, a bit for each, as the other sets
/// @param blocked signals that it blocks
/// @param ignored signals that its process ignores
/// @param caught signals for which its process has a handler
/// @param alarm whether an interval timer of its process runs
/// @param pidNamespace its number; 0 if it is not the first one
/// @param netNamespace its number, as those of the others; 0 when the thread has ended
/// @param ipcNamespace its number
/// @param mountNamespace its number
public record Task(
    int pid,
    int tid,
    String name,
    char state,
    long runs,
    List<Long> registers,
    int parent,
    int uid,
    long started,
    long pending,
    long blocked,
    long ignored,
    long caught,
    boolean alarm,
    long pidNamespace,
    long netNamespace,
    long ipcNamespace,
    long mountNamespace) {}
