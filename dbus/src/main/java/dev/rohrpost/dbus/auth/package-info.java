/// How two sides of a D-Bus connection agree on who is connected, before the first message. State
/// machines without I/O: bytes in, [Step]s out.
///
/// ```
///  client                                         server
///  NUL AUTH EXTERNAL  DATA  NEGOTIATE_UNIX_FD  BEGIN  ──►     all in one write
///                     ◄──  DATA  OK guid  AGREE_UNIX_FD
/// ```
///
/// The client names no user: the server asks the kernel. So it also works where a user namespace
/// gives both sides different numbers.
///
/// No argument may be null. Nothing here is for more than one thread at a time.
///
/// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#auth-protocol">D-Bus
///   specification, authentication</a>
package dev.rohrpost.dbus.auth;
