/// Signals: sending them, receiving them, and seeing what a process does with them.
///
/// # Sending
///
/// A [Target] is a process, a process group, a thread, or a process by its pidfd. Real-time signals
/// are queued and carry a value; an ordinary signal that is already waiting is not sent twice.
///
/// # Receiving
///
/// A [Signals] subscription delivers each signal as a [SignalInfo] in the order in which the kernel
/// queued them. It works in any JVM, without flags and without native code: the signal is blocked
/// in every thread and read from a signalfd. A few machine instructions, written into a page of
/// their own, do the part that has to happen inside a signal handler. Where executable memory is
/// denied, or on another processor, the JVM's own mechanism is used, and [Signals#capabilities()]
/// says what is missing then.
///
/// # What the JVM keeps
///
/// SEGV, BUS, FPE, ILL, QUIT, USR2 and RTMAX-2 belong to the JVM, KILL and STOP to the kernel, 32
/// and 33 to the C library, and STKFLT and the highest real-time signal that is free to this
/// library; [Reserved] tells which, and how a JVM is started that leaves QUIT and USR2 alone. HUP,
/// INT and TERM, which start the shutdown of a JVM, can be received; the JVM does not shut down
/// then. They can be received under `-Xrs` too.
///
/// Two copies of this library in one JVM, as two applications in one server have them in class
/// loaders of their own, share the signals that the library keeps. All others belong to the copy
/// that receives or changes them first, until it has closed that: the other is refused.
///
/// A write to a pipe that nobody reads is EPIPE: the JVM does not die of SIGPIPE.
///
/// Programs that `dev.rohrpost.process` starts have no signal blocked and every signal at its
/// default action, but for those that they are told to ignore, whatever happens here. Those that
/// [ProcessBuilder] starts have no signal blocked either, and what is received here has its default
/// action there; but what is ignored here they ignore.
///
/// Objects of this package may be used by many threads at once.
package dev.rohrpost.signal;
