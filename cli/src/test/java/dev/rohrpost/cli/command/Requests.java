package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;

/// Clients of a server that ask one thing after the other, and count every answer.
final class Requests implements AutoCloseable {
  private final Running clients;

  private Requests(Running clients) {
    this.clients = clients;
  }

  /// Starts them, and waits for the first answer.
  ///
  /// @param address such as `127.0.0.1:8080`, or a socket file
  /// @param wanted what every answer contains
  static Requests to(String address, String wanted) throws InterruptedException {
    var source = Python.source(Requests.class, "requests.py");
    var clients = Python.start(source, address, wanted);
    assertThat(clients.line(Rohrpost.PATIENCE)).isEqualTo("answered");
    return new Requests(clients);
  }

  /// Ends them, and fails if a single request was refused, cut or answered wrongly.
  void noneWasLost() throws InterruptedException {
    clients.endInput();
    assertThat(clients.await(Rohrpost.PATIENCE).orFail().out().strip()).isEqualTo("True 0");
  }

  @Override
  public void close() {
    clients.close();
  }
}
