/// Memory that several processes share: segments, futexes to wait in them, and a ring of messages.
///
/// * [dev.rohrpost.memory.Memfd] is a file of memory without a name. It reaches others as a
///   descriptor, and seals say what nobody can do to it any more.
/// * [dev.rohrpost.memory.SharedMemory] has a name in `/dev/shm`.
/// * [dev.rohrpost.memory.SystemVSegment] has a number, and is what old programs use.
/// * [dev.rohrpost.memory.Mapping] is any of them in the address space of this process, and
///   [dev.rohrpost.memory.Futex] a word in it to sleep on.
///
/// **Trust.** Whoever may write to a segment may write anything at any time. Read a length or an
/// index once, check it, then use it. What is worse: whoever may truncate the file behind a mapping
/// makes the next access beyond its end throw an [InternalError] in the best case; an access that
/// the JVM does not expect to fail, such as a compare-and-set, ends the JVM with SIGBUS. So share a
/// memfd that is sealed against shrinking wherever the other side is not trusted as this process
/// is; what has a name in `/dev/shm` cannot be sealed against its owner.
///
/// Space is allocated when a segment is made: a full `/dev/shm` is ENOSPC then, and not SIGBUS
/// later.
///
/// Objects of this package may be used by many threads at once, unless they say otherwise.
package dev.rohrpost.memory;
