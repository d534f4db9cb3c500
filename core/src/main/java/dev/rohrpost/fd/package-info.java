/// Owned descriptors, and waiting for them.
///
/// A wait ends in one of four ways: the data is there; the deadline has passed, which is a result;
/// the thread was interrupted, which is an [InterruptedException] and leaves the descriptor open;
/// or another thread closed the descriptor, which is a [dev.rohrpost.UnixException] with EBADF.
/// This holds on platform threads and on virtual threads, and no wait sets `O_NONBLOCK`: that flag
/// belongs to the open file description, which other processes may share.
///
/// * A platform thread without a deadline blocks in the system call itself. To get it out, a signal
///   that is reserved for this is sent to the thread until it has left.
/// * A platform thread with a deadline waits in ppoll(2) and then tries with `RWF_NOWAIT`.
/// * A virtual thread tries with `RWF_NOWAIT` and parks until an epoll thread finds the descriptor
///   ready. Its carrier is never blocked.
///
/// Objects of this package may be used by many threads at once. All times are monotonic.
package dev.rohrpost.fd;
