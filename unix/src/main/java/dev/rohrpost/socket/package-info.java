/// Sockets: of this machine (UNIX), of the internet, and of virtual machines.
///
/// [dev.rohrpost.socket.StreamSocket], [dev.rohrpost.socket.DatagramSocket] and
/// [dev.rohrpost.socket.SeqpacketSocket] are what programs use; each stands on a
/// [dev.rohrpost.socket.Socket], which offers the calls of every domain and type.
///
/// Everything that waits does so until data, a deadline, an interrupt of its thread or close,
/// whichever comes first. An interrupt or deadline ends the call and leaves the socket as it was.
/// Sockets may be used by several threads, and are closed in programs that this process starts.
///
/// Who may connect: to a socket file, whoever may write to it and enter its folder; to an abstract
/// name, everybody in the same network namespace, so ask
/// [dev.rohrpost.socket.Socket#peerCredentials] who it is. User 65534 may be somebody of another
/// user namespace: treat it as unknown.
package dev.rohrpost.socket;
