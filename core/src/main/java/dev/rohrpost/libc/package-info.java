/// The C library's functions, constants and structs under their C names, one class a header.
///
/// Not API: exported only to the modules of Rohrpost.
package dev.rohrpost.libc;
