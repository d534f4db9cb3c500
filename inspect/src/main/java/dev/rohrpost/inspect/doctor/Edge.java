package dev.rohrpost.inspect.doctor;

import java.util.List;

/// A thread, what it waits for, and who could end that.
///
/// @param pid the process
/// @param tid the thread
/// @param call the system call that it is blocked in, such as `write`
/// @param fd the descriptor, or [dev.rohrpost.inspect.Link#NO_DESCRIPTOR]
/// @param object the id of the object; empty if it waits for none, as for a child
/// @param waitsFor the processes that could end the wait
public record Edge(int pid, int tid, String call, int fd, String object, List<Integer> waitsFor) {}
