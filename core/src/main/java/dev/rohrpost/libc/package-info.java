/// The C library, one class per header, with C's names: not for users of this library.
///
/// A binding has the C name and the C signature. It throws [dev.rohrpost.UnixException] where C
/// answers -1; those whose errno may be a condition, such as EAGAIN, answer the negated errno
/// instead, as the kernel itself does, and allocate nothing.
///
/// Constants and layouts carry C's names, and functions are linked by their C prototypes. One test
/// holds all of them against the C compiler, for each processor. Of a function it proves the
/// prototype, word for word; that Java passes as many arguments, each of the same kind and size;
/// and that Java takes the result for what it is. It cannot see two arguments of one kind that are
/// swapped, nor what a variadic function expects after its fixed parameters.
package dev.rohrpost.libc;
