package dev.rohrpost.rpc;

import dev.rohrpost.socket.Address;
import dev.rohrpost.socket.Credentials;
import java.util.Optional;

/// The process at the other end of a connection.
///
/// @param to the address of the server that it calls
/// @param address where it calls from
/// @param credentials its process and user as the kernel knows them; of UNIX sockets only
public record Caller(RpcAddress to, Address address, Optional<Credentials> credentials) {}
