/// The registry that tells where a program listens: [dev.rohrpost.rpc.bind.Rpcbind] asks one,
/// [dev.rohrpost.rpc.bind.RpcbindServer] is one.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc1833">RFC 1833</a>
/// @see <a href="https://man7.org/linux/man-pages/man8/rpcbind.8.html">rpcbind(8)</a>
package dev.rohrpost.rpc.bind;
