/// A server's life, as Apache httpd does it: workers that share listening sockets, restart without
/// a refused connection, and are replaced when they die.
///
/// A [Supervisor] runs a [Service]. It opens the sockets and passes them to each worker as
/// descriptors 3 and up, the way systemd does: a program that knows sd_listen_fds(3) works under
/// both. A program that knows sd_notify(3) can say when it is ready; [Notify] is that for Java.
///
/// This package stands on the others of this module, and none of them knows it.
package dev.rohrpost.supervise;
