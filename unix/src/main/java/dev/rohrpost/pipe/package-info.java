/// Pipes and FIFOs: streams of bytes between processes of one machine.
///
/// A pipe is reached through its descriptors only; to give an end to a child, redirect the child to
/// it. A FIFO has a name in the file system, and whoever may open that can join: several readers
/// take bytes from each other. So make it in a folder of your own (mode 0700), and do not open a
/// FIFO while holding a lock: as long as nobody opens the other end, opening waits.
///
/// Writing where nobody reads any more is a [dev.rohrpost.UnixException.Disconnected] with EPIPE;
/// the signal that C programs get for it does not harm a JVM.
package dev.rohrpost.pipe;
