/// The C library, one class per header, with C's names: not for users of this library.
///
/// A binding has the C name and the C signature. It throws [dev.rohrpost.UnixException] where C
/// answers -1; those whose errno may be a condition, such as EAGAIN, answer the negated errno
/// instead, as the kernel itself does, and allocate nothing. Constants and layouts carry C's names,
/// and one test holds all of them against the C compiler.
package dev.rohrpost.libc;
