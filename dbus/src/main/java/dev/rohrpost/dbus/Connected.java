package dev.rohrpost.dbus;

/// A connection that a bus has accepted.
///
/// @param connection the connection
/// @param uniqueName what the bus calls it
/// @param guid the id of the bus
record Connected(Connection connection, String uniqueName, String guid) implements AutoCloseable {
  @Override
  public void close() {
    connection.close();
  }
}
