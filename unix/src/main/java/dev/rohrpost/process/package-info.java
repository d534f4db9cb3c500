/// Starting programs, and what becomes of them.
///
/// A [dev.rohrpost.process.Program] is a description that can be started any number of times; each
/// start makes a [dev.rohrpost.process.Child]. A [dev.rohrpost.process.Pipeline] is several
/// programs joined by pipes, through which no byte passes this JVM.
///
/// What a program gets is exact. It has the descriptors that it was given and no other one; it
/// blocks no signal and ignores none but those that it is told to, whatever this JVM does; and when
/// something of it cannot be had, from the working directory to a resource limit, the start fails
/// here, with errno, before the program has run its first instruction.
///
/// A child that has ended is reaped at once by a thread of this library, also when nobody waits for
/// it: there are no zombies. Signals go through a pidfd, so that they never reach another process
/// that got the number later.
///
/// Objects of this package may be used by many threads at once. Waiting parks a virtual thread and
/// frees its carrier. Starting is no waiting: it keeps a carrier for about as long as fork(2)
/// takes.
///
/// The first start gives SIGCHLD its default action if it is ignored, as [ProcessBuilder] does:
/// otherwise the kernel would throw the exit statuses away.
package dev.rohrpost.process;
