/// Owned descriptors, and waiting for them.
///
/// A wait ends in one of four ways: the data is there; the deadline has passed, which is a result;
/// the thread was interrupted, which is an [InterruptedException] and leaves the descriptor open;
/// or another thread closed the descriptor, which is a [dev.rohrpost.UnixException] with EBADF.
/// This holds on platform threads and on virtual threads, and no wait sets `O_NONBLOCK`: that flag
/// belongs to the open file description, which other processes may share.
///
/// * A platform thread with a deadline tries in a way that does not block, and waits in ppoll(2)
///   before it tries again.
/// * A virtual thread tries in the same way, and parks until an epoll thread finds the descriptor
///   ready. Its carrier is not blocked, but for a millisecond at the most where what came lately
///   came sooner than that.
///
/// To try without blocking, pipes and sockets take `RWF_NOWAIT`, a flag of the call. FIFOs do not:
/// they are opened a second time, through `/proc/self/fd`, and that open file description is nobody
/// else's, so it may have `O_NONBLOCK`. Files and disks are used directly, on virtual threads too,
/// because they make nobody wait for another process. What is left, such as terminals, is used when
/// poll(2) finds it ready; where several readers share one, a call may then wait for longer than
/// its deadline.
///
/// Objects of this package may be used by many threads at once. All times are monotonic.
package dev.rohrpost.fd;
